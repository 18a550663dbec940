package report

import (
	"slices"
	"testing"

	"github.com/wipelint/wipelint/internal/driver"
)

func TestApproximationLines(t *testing.T) {
	list := []driver.Approximation{{Reason: "a", Message: "a1"}, {Reason: "b", Message: "b1"}, {Reason: "a", Message: "a2"}, {Reason: "a", Message: "a3"}}
	if got := approximationLines(list); !slices.Equal(got, []string{"a1", "b1", "a2", "a3"}) {
		t.Errorf("few are not told one by one: %q", got)
	}
	list = append(list, driver.Approximation{Reason: "a", Message: "a4"})
	if got := approximationLines(list); !slices.Equal(got, []string{"a1; the same holds at 3 other places", "b1"}) {
		t.Errorf("many are not told as one: %q", got)
	}
}
