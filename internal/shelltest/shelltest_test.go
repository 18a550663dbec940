package shelltest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.sh")
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestRun(t *testing.T) {
	const ladder = `sudo timeout 5 is-idle "$1" || exit 3; wipe "$1"`
	for _, tt := range []struct {
		name, text, stdin string
		world             World
		files             map[string]string
		env               []string
		want              string
	}{
		{name: "idle", text: ladder, want: "sudo timeout 5 is-idle db1 -> 0\ntimeout 5 is-idle db1 -> 0\nis-idle db1 -> 0\nwipe db1 -> 0\nexit 0\n"},
		{name: "active", text: ladder, world: World{"is-idle": {Status: 1}}, want: "sudo timeout 5 is-idle db1 -> 0\ntimeout 5 is-idle db1 -> 0\nis-idle db1 -> 1\nexit 3\n"},
		{name: "output", text: `[ "$(count-active "$1")" = 2 ] && wipe`, world: World{"count-active db1": {Stdout: "2\n"}}, want: "count-active db1 -> 0\nwipe -> 0\nexit 0\n"},
		{name: "host", text: `ssh -o BatchMode=yes "root@$1" "pgrep -x mysqld && wipe" || exit 9`, world: World{"db1:pgrep": {Status: 1}, "pgrep": {Status: 0}},
			want: "ssh -o BatchMode=yes root@db1 pgrep -x mysqld && wipe -> 0\ndb1:pgrep -x mysqld -> 1\nexit 9\n"},
		{name: "unreachable", text: `ssh "$1" wipe`, world: World{"ssh db1": {Status: 255}}, want: "ssh db1 wipe -> 255\nexit 255\n"},
		{name: "remote script", text: "ssh \"$1\" <<'END'\nwipe all\nEND\n", want: "ssh db1 -> 0\ndb1:wipe all -> 0\nexit 0\n"},
		{name: "xargs", text: `cat hosts | xargs -n1 wipe`, files: map[string]string{"hosts": "a\nb\n"}, want: "wipe a -> 0\nwipe b -> 0\nexit 0\n"},
		{name: "stdin", text: `read a; [ "$a" = yes ] && wipe`, stdin: "yes\n", want: "wipe -> 0\nexit 0\n"},
		{name: "background", text: `wipe & exit 4`, want: "wipe -> 0\nexit 4\n"},
		{name: "sourced", text: `. ./lib.sh; f`, files: map[string]string{"lib.sh": "f() { wipe; }\n"}, want: "wipe -> 0\nexit 0\n"},
		{name: "log file", text: `LOG=${LOG:-/var/log/wipe.log}; echo x >>"$LOG"; wipe`, env: []string{"LOG=wipe.log"}, want: "wipe -> 0\nexit 0\n"},
		{name: "shebang", text: "#!/bin/sh -e\nis-idle; wipe\n", world: World{"is-idle": {Status: 1}}, want: "is-idle -> 1\nexit 1\n"},
	} {
		for _, shell := range []string{"bash", "dash"} {
			t.Run(tt.name+"/"+shell, func(t *testing.T) {
				t.Parallel()
				r := Run{Shell: shell, Script: write(t, tt.text), Args: []string{"db1"}, Env: tt.env, Stdin: tt.stdin, World: tt.world, Files: tt.files}
				if log := r.Do(t); log.String() != tt.want {
					t.Errorf("got\n%swant\n%soutput\n%s", log, tt.want, log.Output)
				}
			})
		}
	}
}

func TestRefused(t *testing.T) {
	for _, text := range []string{
		`/sbin/wipefs -a "$1"`,
		`sudo /sbin/wipefs -a x`,
		`MKFS=/sbin/mkfs; $MKFS x`,
		`ssh "$1" "/sbin/wipefs -a x"`,
		`ssh "$1" 'echo x > /dev/sda'`,
		"bash <<END\n/sbin/reboot\nEND",
		`echo x > /dev/sda`,
		`L=/var/log/x; echo x >>"$L"`,
		`echo x >>"${L:-/var/log/x}"`,
		`echo x | tee /etc/motd`,
		`kill -9 $(pgrep mysqld)`,
		`pgrep mysqld | xargs kill`,
		`PATH=/sbin:/bin; reboot`,
		`env PATH=/sbin reboot`,
		`command -p reboot`,
		`. /etc/default/grub`,
		`x="/sbin/reboot"; ssh h "$x"`,
	} {
		if log, err := (Run{Shell: "bash", Script: write(t, text)}).do(); err == nil {
			t.Errorf("%s: ran:\n%s", text, log)
		}
	}
}

func TestWaitingLoopEnds(t *testing.T) {
	begin := time.Now()
	log := Run{Shell: "dash", Script: write(t, `while is-busy; do sleep 60; done; wipe`)}.Do(t)
	if !log.TimedOut || log.Called("wipe") {
		t.Errorf("got\n%s", log)
	}
	if d := time.Since(begin); d > 4*limit {
		t.Errorf("took %v", d)
	}
}

func TestCallIs(t *testing.T) {
	c := Call{Name: "pgrep", Args: []string{"-x", "mysqld"}, Host: "db1"}
	for key, want := range map[string]bool{
		"pgrep": true, "pgrep -x": true, "db1:pgrep": true, "db1:pgrep -x mysqld": true, "db2:pgrep": false, "pgrep -x mysql": false, "pg": false,
	} {
		if c.Is(key) != want {
			t.Errorf("%s: %v", strings.TrimSpace(key), !want)
		}
	}
}
