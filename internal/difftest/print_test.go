package difftest

import "testing"

// TestPrintedRuns checks that a printed condition with a redirection has its semicolon: without one, bash and dash refuse the script.
func TestPrintedRuns(t *testing.T) {
	for text, want := range map[string]string{
		"if { true; } >/dev/null; then log-it a; fi\n":          "if { true; } >/dev/null; then log-it a; fi\n",
		"while (flaky) 2>/dev/null; do log-it a; done\n":        "while (flaky) 2>/dev/null; do log-it a; done\n",
		"if prep >out.txt; then log-it a; fi\n":                 "if prep >out.txt; then log-it a; fi\n",
		"if true; then log-it a; elif { :; } >x; then :; fi\n":  "if true; then log-it a; elif { :; } >x; then :; fi\n",
		"if { case x in x) ;; esac; } >/dev/null; then :; fi\n": "if { case x in x) ;; esac } >/dev/null; then :; fi\n",
		"if { true; } >/dev/null\nthen log-it a\nfi\n":          "if { true; } >/dev/null; then\n\tlog-it a\nfi\n",
	} {
		for _, shell := range []string{"bash", "dash"} {
			if got := tidy(text, shell); got != want {
				t.Errorf("%s: %q is printed as %q, want %q", shell, text, got, want)
			}
		}
	}
}
