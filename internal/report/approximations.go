package report

import (
	"fmt"

	"github.com/wipelint/wipelint/internal/driver"
)

// mostAlike is how many approximations of one reason are told one by one.
const mostAlike = 3

// approximationLines are what a verdict rests on, for people: of many for the same reason the first one stands for all. JSON has each.
func approximationLines(list []driver.Approximation) []string {
	count := map[string]int{}
	for _, a := range list {
		count[a.Reason]++
	}
	told := map[string]bool{}
	var lines []string
	for _, a := range list {
		switch n := count[a.Reason]; {
		case n <= mostAlike:
			lines = append(lines, a.Message)
		case !told[a.Reason]:
			told[a.Reason] = true
			lines = append(lines, fmt.Sprintf("%s; the same holds at %d other places", a.Message, n-1))
		}
	}
	return lines
}
