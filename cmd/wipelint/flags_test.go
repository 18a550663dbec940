package main

import "testing"

func TestColoured(t *testing.T) {
	for _, tt := range []struct {
		choice, noColor, term string
		onTerminal, want      bool
	}{
		{colorAuto, "", "xterm", true, true},
		{colorAuto, "", "xterm", false, false},
		{colorAuto, "1", "xterm", true, false},
		{colorAuto, "", "dumb", true, false},
		{colorNever, "", "xterm", true, false},
		{colorAlways, "1", "dumb", false, true},
	} {
		t.Setenv("NO_COLOR", tt.noColor)
		t.Setenv("TERM", tt.term)
		if got := coloured(tt.choice, tt.onTerminal); got != tt.want {
			t.Errorf("%+v: got %v", tt, got)
		}
	}
}
