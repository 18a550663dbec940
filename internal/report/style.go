package report

import (
	"github.com/fatih/color"

	"github.com/wipelint/wipelint/internal/rule"
)

// A style colours the parts of a text report.
type style struct {
	bold, dim, gutter, secondary, good, bad *color.Color
	severity                                map[rule.Severity]*color.Color
}

// newStyle gives a style that is coloured or not whatever the terminal is: the caller has decided.
func newStyle(coloured bool) *style {
	paint := func(attributes ...color.Attribute) *color.Color {
		c := color.New(attributes...)
		if coloured {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return &style{
		bold: paint(color.Bold), dim: paint(color.Faint), gutter: paint(color.FgBlue, color.Bold),
		secondary: paint(color.FgBlue, color.Bold), good: paint(color.FgGreen), bad: paint(color.FgRed),
		severity: map[rule.Severity]*color.Color{
			rule.Error:   paint(color.FgRed, color.Bold),
			rule.Warning: paint(color.FgYellow, color.Bold),
			rule.Note:    paint(color.FgCyan, color.Bold),
		},
	}
}
