package main

import "testing"

func TestColoured(t *testing.T) {
	for _, tt := range []struct {
		choice     string
		env        map[string]string
		onTerminal bool
		want       bool
	}{
		{colorAuto, nil, true, true},
		{colorAuto, nil, false, false},
		{colorAuto, map[string]string{"NO_COLOR": "1"}, true, false},
		{colorAuto, map[string]string{"TERM": "dumb"}, true, false},
		{colorNever, nil, true, false},
		{colorAlways, map[string]string{"NO_COLOR": "1", "TERM": "dumb"}, false, true},
		{colorAuto, map[string]string{"FORCE_COLOR": "1"}, false, true},
		{colorAuto, map[string]string{"FORCE_COLOR": "3", "TERM": "dumb"}, false, true},
		{colorAuto, map[string]string{"FORCE_COLOR": "0"}, true, false},
		{colorAuto, map[string]string{"FORCE_COLOR": "1", "NO_COLOR": "1"}, true, false},
		{colorNever, map[string]string{"FORCE_COLOR": "1"}, true, false},
		{colorAuto, map[string]string{"CLICOLOR_FORCE": "1"}, false, true},
		{colorAuto, map[string]string{"CLICOLOR_FORCE": "0"}, false, false},
		{colorAuto, map[string]string{"CLICOLOR_FORCE": "0"}, true, true},
		{colorAuto, map[string]string{"CLICOLOR": "0"}, true, false},
		{colorAuto, map[string]string{"CLICOLOR": "1"}, false, false},
	} {
		for _, name := range []string{"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR"} {
			t.Setenv(name, tt.env[name])
		}
		t.Setenv("TERM", "xterm")
		if term := tt.env["TERM"]; term != "" {
			t.Setenv("TERM", term)
		}
		if got := coloured(tt.choice, tt.onTerminal); got != tt.want {
			t.Errorf("%+v: got %v", tt, got)
		}
	}
}

func TestInCI(t *testing.T) {
	names := []string{"CI", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL"}
	for _, tt := range []struct {
		name, value string
		want        bool
	}{
		{"CI", "", false}, {"CI", "true", true}, {"CI", "1", true}, {"CI", "false", false}, {"CI", "0", false},
		{"TF_BUILD", "True", true}, {"JENKINS_URL", "https://ci.example.org/", true},
	} {
		for _, name := range names {
			t.Setenv(name, "")
		}
		t.Setenv(tt.name, tt.value)
		if got := inCI(); got != tt.want {
			t.Errorf("%s=%s: got %v", tt.name, tt.value, got)
		}
	}
}
