package difftest

import "testing"

// TestJudge checks what counts as leave to destroy.
func TestJudge(t *testing.T) {
	says := world{says: map[string]answer{"is-idle h1": {idle, 0, ""}, "is-idle h2": {active, 1, ""}, "count-active h2": {idle, 0, "0\n"}, "busy h3": {failed, 2, ""}, "is-idle@h1": {idle, 0, ""}}}
	for _, tt := range []struct {
		name  string
		calls []call
		bad   bool
	}{
		{"idle", []call{{"is-idle", "h1", ""}, {"wipe-disk", "h1", ""}}, false},
		{"asked afterwards", []call{{"wipe-disk", "h1", ""}, {"is-idle", "h1", ""}}, true},
		{"active", []call{{"is-idle", "h2", ""}, {"wipe-disk", "h2", ""}}, true},
		{"failed", []call{{"busy", "h3", ""}, {"wipe-disk", "h3", ""}}, true},
		{"one of two guards is enough", []call{{"is-idle", "h2", ""}, {"count-active", "h2", ""}, {"wipe-disk", "h2", ""}}, false},
		{"another target", []call{{"is-idle", "h1", ""}, {"wipe-disk", "h2", ""}}, true},
		{"second run has no leave", []call{{"is-idle", "h1", ""}, {"wipe-disk", "h1", ""}, {"wipe-disk", "h2", ""}}, true},
		{"asked on the machine that is named", []call{{"is-idle", "", "h1"}, {"wipe-disk", "h1", ""}}, false},
		{"asked on another machine than is named", []call{{"is-idle", "", "h1"}, {"wipe-disk", "h2", ""}}, true},
		{"any guard speaks for this machine", []call{{"is-idle", "h1", ""}, {"wipe-all", "", ""}}, false},
		{"on the same machine", []call{{"is-idle", "d1", "h1"}, {"wipe-disk", "d1", "h1"}}, false},
		{"here, not there", []call{{"is-idle", "d1", ""}, {"wipe-disk", "d1", "h1"}}, true},
		{"on another machine", []call{{"is-idle", "d1", "h2"}, {"wipe-disk", "d1", "h1"}}, true},
		{"here, about the machine there", []call{{"is-idle", "h1", ""}, {"wipe-disk", "d1", "h1"}}, false},
		{"there, about all of it", []call{{"is-idle", "", "h1"}, {"wipe-disk", "d1", "h1"}}, false},
		{"there, about another disk", []call{{"is-idle", "d2", "h1"}, {"wipe-disk", "d1", "h1"}}, true},
		{"nobody asked", []call{{"prep#1", "", ""}, {"wipe-disk", "h1", ""}}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, bad := judge(tt.calls, says); len(bad) > 0 != tt.bad {
				t.Errorf("bad is %v, want %v", bad, tt.bad)
			}
		})
	}
}

// TestCheck checks that nothing outside of the sandbox can be named.
func TestCheck(t *testing.T) {
	for _, text := range []string{
		"mv x y", "cat ../x", "echo x > /tmp/x", "PATH=x prep", "command -p mv x y", "eval 'mv x y'", "sh -c 'mv x y'", "trap 'mv x y' EXIT", "xargs mv", "$(mv x y)", "kill 1", "dd of=x", "`mkfs x`",
		"find .. -delete", "find . -maxdepth 0 -delete", "sudo mv x y", "ssh h1 'mv x y'", "ssh h1 mv x y", "ssh h1 sh -s <<EOF\nmv x y\nEOF", "docker exec c1 mv x y", "pdsh -w h1 'kill 1'",
		"ansible h1 -m shell -a 'mv x y'", "salt h1 cmd.run 'mv x y'", "timeout 5 mv x y", "flock lock.txt -c 'mv x y'", "find . -maxdepth 0 -exec mv x y \\;", "chroot image mv x y", "sudo PATH=x prep",
	} {
		if err := check(Script{Shell: "dash", Text: "#!/bin/sh\n" + text + "\n"}); err == nil {
			t.Errorf("%q may run", text)
		}
	}
}
