package htmlreport

// The types below are what the page's program reads. Texts are clean: they are shown as they are.
type (
	document struct {
		Files    []*file    `json:"files"`
		Commands []*command `json:"commands"`
		Findings []*finding `json:"findings"`
		Errors   []problem  `json:"errors"`
	}

	// A file is a script with the lines that are shown. Between lines whose numbers do not follow each other others are left out.
	file struct {
		Name  string `json:"name"`
		Total int    `json:"total"` // lines; 0 when the file could not be read again
		Lines []line `json:"lines"`
		Note  string `json:"note,omitempty"`
	}
	// A line is its number and its parts, each a class and a text.
	line struct {
		Number int         `json:"n"`
		Parts  [][2]string `json:"p"`
	}

	// A place is a range of the parts of a line of a file.
	place struct {
		File   int `json:"file"`
		Line   int `json:"line"`
		Column int `json:"column"`
		From   int `json:"from"`
		To     int `json:"to"` // From when the line is not shown
	}

	// A command is a line of the inventory: a destructive command, or a finding about something else, which has no verdict.
	command struct {
		At       place    `json:"at"`
		Text     string   `json:"text"`
		Verdict  string   `json:"verdict"`
		Rules    []string `json:"rules"`
		Guards   []guard  `json:"guards"`
		Notes    []string `json:"notes"`
		Findings []int    `json:"findings"`
		// Questions are those to a person that alone stand before it, Assumes what the verdict takes for granted.
		Questions []guard  `json:"questions"`
		Assumes   []guard  `json:"assumes"`
		Does      string   `json:"does"`   // what it does
		Target    string   `json:"target"` // to what, and of which kind that is
		Kind      string   `json:"kind"`
		Owners    []string `json:"owners"`
	}
	guard struct {
		At    place  `json:"at"`
		Text  string `json:"text"`
		Made  bool   `json:"made"`
		Looks string `json:"looks,omitempty"`
	}

	finding struct {
		At       place     `json:"at"`
		Rule     string    `json:"rule"`
		Code     string    `json:"code"`
		Severity string    `json:"severity"`
		Page     string    `json:"page"`
		Message  string    `json:"message"`
		World    string    `json:"world,omitempty"` // what the guards answer on the way, in words
		Related  []step    `json:"related"`
		Steps    []step    `json:"steps"`
		Advice   []string  `json:"advice"`
		Fixes    []fix     `json:"fixes"`
		Notes    []string  `json:"notes"`
		Guards   []outcome `json:"guards"`
		Replay   *replayed `json:"replay,omitempty"`
	}
	// A replayed is what came of running the script in the world of the finding: reached, not reached or unknown, and why.
	replayed struct {
		Verdict string `json:"verdict"`
		Why     string `json:"why,omitempty"`
	}
	// A step may be one at which a guard answers.
	step struct {
		At     place  `json:"at"`
		Text   string `json:"text"`
		Guard  int    `json:"guard"` // of the finding's guards; -1 at other steps
		Answer string `json:"answer"`
	}
	// An outcome is a guard that is asked on the way.
	outcome struct {
		Text string `json:"text"`
		Line int    `json:"line"`
	}
	fix struct {
		Message string     `json:"message"`
		Files   []fileDiff `json:"files"`
	}
	fileDiff struct {
		Name  string      `json:"name"`
		Lines [][2]string `json:"lines"` // "+", "-", " " or "@", and the text
	}

	problem struct {
		Where   string `json:"where"`
		Message string `json:"message"`
	}
)
