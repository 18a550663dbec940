package symexec

// The budget of a run, for the test that looks whether it was kept.
const (
	MinSteps   = minSteps
	MaxSteps   = maxSteps
	AloneSteps = aloneSteps
)
