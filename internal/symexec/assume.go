package symexec

// An Assumption is what an engineer takes for granted and no proof shows. A verdict that rests on it stays what it is, and names it.
type Assumption struct {
	Text string // one plain clause: "$bmc is the machine of $host: both come from one line"
	At   Range  // where the script makes one assume it
}
