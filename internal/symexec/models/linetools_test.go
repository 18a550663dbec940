package models

import "testing"

// tail -n -K is tail -n K (POSIX tail), also where there are fewer lines.
func TestTailOfFewLines(t *testing.T) {
	for _, c := range []struct{ arg, in, want string }{
		{"-1", "", ""}, {"-1", "a\nb\n", "b\n"}, {"-3", "a\n", "a\n"}, {"1", "a\nb\n", "b\n"}, {"+2", "a\nb\n", "b\n"},
	} {
		if got, ok := tailLines([]string{"-n", c.arg}, c.in); !ok || got != c.want {
			t.Errorf("tail -n %s of %q: got %q, %v, want %q", c.arg, c.in, got, ok, c.want)
		}
	}
}
