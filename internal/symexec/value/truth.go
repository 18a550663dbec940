package value

// A verdict3 is the result of a test: true, false, or an error, which shells count as false (status 2).
type Verdict3 uint8

const (
	IsFalse Verdict3 = iota
	IsTrue
	IsError
)

type Tri uint8

const (
	Unknown Tri = iota
	Yes
	No
)

func Truth(b bool) Verdict3 {
	if b {
		return IsTrue
	}
	return IsFalse
}
