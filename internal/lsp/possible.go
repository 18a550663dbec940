package lsp

import (
	"fmt"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
)

// possible lists the calls of a file that nothing declares and whose words say that they destroy data.
func (f *found) possible(path string) []*driver.Possible {
	var out []*driver.Possible
	for _, p := range f.Possible {
		if p.File == path {
			out = append(out, p)
		}
	}
	return out
}

// possibleHover tells of such a call, and what to write so that it is looked at.
func (s *server) possibleHover(f *found, call *driver.Possible) markup {
	p := &page{f: f}
	p.block("sh", call.Call)
	why, what := "going by its name it destroys data", "if it does"
	if call.Runs.Command != "" {
		why, what = "what it is handed destroys data", "if it runs that"
	}
	p.line("**possible**: " + why + "; nothing declares it, so no finding is about it")
	p.line("")
	p.line("**help:** " + what + ", declare it in .wipelint.toml:")
	p.block("toml", declaration(call))
	return s.markup(p.markdown.String(), p.simple.String())
}

// declaration is the entry of a configuration that declares a call.
func declaration(call *driver.Possible) string {
	if call.Runs.Command != "" {
		return call.Wrapper(fmt.Sprintf("%q", clean(call.Command)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "[[destructive]]\ncommand = %q\n", clean(call.Command))
	if len(call.Options) > 0 {
		var options []string
		for _, o := range call.Options {
			options = append(options, fmt.Sprintf("%q", clean(o)))
		}
		fmt.Fprintf(&b, "options = [%s]\n", strings.Join(options, ", "))
	}
	if call.Target > 0 {
		fmt.Fprintf(&b, "target = %d\n", call.Target)
	}
	return b.String()
}
