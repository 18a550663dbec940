package effects

// Bounds make the cost of a run about linear in the length of the script. What they cut off is widened to "unknown", never
// dropped, so that a run with small bounds knows less and is as sound. A zero stands for the default.
type Bounds struct {
	States     int // states kept apart at one point
	FactSets   int // states kept apart there that differ in guards' answers only
	Proofs     int // combinations of what guards have proved that are kept apart where values are given up
	Rounds     int // rounds of a counting loop that run concretely
	OpenRounds int // rounds of a loop whose end is not known, before what it changes is taken as unknown
	Items      int // elements of a known list that run one by one
	Calls      int // functions inside functions
	Recursion  int // the same function inside itself
	Steps      int // steps for each statement of the script, on average
	MinSteps   int // and at least
	AloneSteps int // steps for a function that nothing calls
	Text       int // bytes of text for another shell
	Depth      int // statements inside statements, expansions inside expansions
	Survey     int // statements that a script has at least that is first run to see whether it has any site
}

// DefaultBounds are those of a run that is not given others.
func DefaultBounds() Bounds {
	return Bounds{
		States: 24, FactSets: 6, Proofs: 12, Rounds: 70, OpenRounds: 3, Items: 70, Calls: 100, Recursion: 4,
		Steps: 12, MinSteps: 8000, AloneSteps: 1000, Text: MaxText, Depth: 400, Survey: 40,
	}
}

// MaxText is also how much text is looked at before the run.
const MaxText = 1 << 16

// OrDefault puts the defaults in the place of zeros.
func (b Bounds) OrDefault() Bounds {
	d := DefaultBounds()
	for _, f := range []struct{ is, or *int }{
		{&b.States, &d.States}, {&b.FactSets, &d.FactSets}, {&b.Proofs, &d.Proofs}, {&b.Rounds, &d.Rounds}, {&b.OpenRounds, &d.OpenRounds},
		{&b.Items, &d.Items}, {&b.Calls, &d.Calls}, {&b.Recursion, &d.Recursion}, {&b.Steps, &d.Steps},
		{&b.MinSteps, &d.MinSteps}, {&b.AloneSteps, &d.AloneSteps}, {&b.Text, &d.Text}, {&b.Depth, &d.Depth}, {&b.Survey, &d.Survey},
	} {
		if *f.is <= 0 {
			*f.is = *f.or
		}
	}
	return b
}

// Coarser gives the bounds with which a part of a script is run, one after the other, until one comes to its end within its budget. Fewer
// states at a point mean that more of them are joined: less is known, and nothing is left out.
func (b Bounds) Coarser() []Bounds {
	ladder := []Bounds{b}
	c := b
	for _, n := range []int{8, 4, 2, 1} {
		if n >= b.States {
			continue
		}
		c.States, c.FactSets = n, min(c.FactSets, n+1)
		c.Rounds, c.Items = max(c.Rounds/2, 1), max(c.Items/2, 3)
		ladder = append(ladder, c)
	}
	c.States, c.FactSets, c.Proofs, c.Rounds, c.OpenRounds, c.Items, c.Recursion = 1, 1, 1, 1, 1, min(c.Items, 3), 1
	return append(ladder, c)
}
