package replay

import (
	"strconv"
	"strings"
)

// mostCost is in how many points a world may differ from that of the witness, apart from those that made a run come further.
const mostCost = 4

// A queue holds the worlds that are still to be tried, those that differ least from the first one before the others.
type queue struct {
	byCost [mostCost + 1][]World
	seen   map[string]bool // worlds
	known  map[string]bool // questions
	shown  map[string]bool // what runs did
}

// again notes what a run did, and tells whether one before it did the same: what it differs in decides nothing there.
func (q *queue) again(m *machine) bool {
	var b strings.Builder
	for _, e := range m.events {
		b.WriteString(strconv.Itoa(e.Line) + " " + e.Command + "\x00" + e.Answer + "\x00")
	}
	for _, question := range m.questions {
		b.WriteString(question.key + "\x00")
	}
	key := b.String()
	seen := q.shown[key]
	q.shown[key] = true
	return seen
}

func (q *queue) add(w World, cost int) {
	key := w.key()
	if cost > mostCost || q.seen[key] {
		return
	}
	q.seen[key] = true
	q.byCost[cost] = append(q.byCost[cost], w)
}

func (q *queue) next() (World, int, bool) {
	for cost, ws := range q.byCost {
		if len(ws) > 0 {
			q.byCost[cost] = ws[1:]
			return ws[0], cost, true
		}
	}
	return nil, 0, false
}

// news notes the questions that a run asked, and tells whether one of them is new.
func (q *queue) news(questions []question) bool {
	found := false
	for _, question := range questions {
		if question.sort == aboutArgs {
			continue // that there are more parameters is no progress
		}
		if !q.known[question.key] {
			q.known[question.key] = true
			found = true
		}
	}
	return found
}
