package symexec

import (
	"context"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/prefilter"
)

// A place that holds data comes to the command that deletes it in any of these ways; each script must be run.
func TestPlaceArrives(t *testing.T) {
	cat := catalog.Builtin()
	for _, src := range []string{
		"d=/srv/pg\nd=$PGDATA\nrm -rf \"$d\"",
		"base=/\nrm -rf \"${base}var/lib/redis\"",
		"d=/target/var/lib/redis\nrm -rf \"${d#/target}\"",
		"row=cache:/var/lib/redis\nrm -rf \"${row#*:}\"",
		"row=cache:/var/lib/redis\nIFS=: read -r n d <<<\"$row\"\nrm -rf \"$d\"",
		"IFS=,\ndirs=/opt/a,/var/lib/redis\nfor d in $dirs; do rm -rf \"$d\"; done",
		"d=@var/lib/redis\nrm -rf \"${d/@//}\"",
		"[ \"$1\" = /var/lib/redis ] && rm -rf \"$1\"",
		"d=$1\nkeep=$d\nif [ \"$keep\" = /var/lib/redis ]; then rm -rf \"$d\"; fi",
		"is() { [ \"$1\" = /var/lib/redis ]; }\nd=$2\nis \"$d\" && rm -rf \"$d\"",
		"case $1 in /var/lib/redis) rm -rf \"$1\" ;; esac",
		"[[ $1 =~ ^/var/lib/redis$ ]] && rm -rf \"$1\"",
		"d=~\nrm -rf \"$d\"",
		"home=$HOME\nrm -rf \"$home\"",
		"cd /etc/ssl\nrm -rf ..",
		"d=/etc/*\nrm -rf $d",
		"o=-rf\nd=/etc\nrm $o \"$d\"",
		"zap() { rm \"$@\"; }\nzap -rf /var/lib/redis",
		"zap() { \"$@\" /var/lib/redis; }\nzap rm -rf",
		"where() { echo /var/lib/redis; }\nd=$(where)\nrm -rf \"$d\"",
		"where() { printf '%s\\n' \"$1\"; }\nrm -rf \"$(where /var/lib/redis)\"",
		"echo /var/lib/redis >/tmp/list\nwhile read -r d; do rm -rf \"$d\"; done </tmp/list",
		"printf '%s\\n' /var/lib/redis | xargs rm -rf",
		"v=d\neval \"$v=/var/lib/redis\"\nrm -rf \"$d\"",
		"d=/var/lib/redis\nv=d\neval \"t=\\$$v\"\nrm -rf \"$t\"",
		"eval 'd=/var/lib/redis'\nrm -rf \"$d\"",
		"declare -n p=d\np=/var/lib/redis\nrm -rf \"$d\"",
		"printf -v d %s /var/lib/redis\nrm -rf \"$d\"",
		"set -- /var/lib/redis\nrm -rf \"$1\"",
		": \"${d:=/var/lib/redis}\"\nrm -rf \"$d\"",
		"declare -A t=([a]=/var/lib/redis)\nrm -rf \"${t[a]}\"",
		"bash -c 'rm -rf \"$1\"' _ /var/lib/redis",
		"d=$1/\nrm -rf \"$d\"",
		"d=/\nrm -rf \"$d\"/*",
		"k=pvc/data\nkubectl delete \"$k\"",
		"set -- -rf /etc\nrm \"$@\"",
		"zap() { rm \"$@\"; }\nzap -rf /etc",
		"for d in /etc /var; do\n\trm -rf \"$d\"\ndone",
		"find /etc -type f | while read -r f; do rm -rf \"$f\"; done",
		"x='rm -rf'\n$x /etc",
		"d=/etc/ssl\nrm -rf \"${d%/*}\"",
		"d=$(dirname /etc/ssl)\nrm -rf \"$d\"",
		"x=HOME\nrm -rf \"${!x}\"",
		"cd /\ncd var\ncd lib\nrm -rf mysql",
		"dirs=(\n\t/etc\n\t/srv\n)\nrm -rf \"${dirs[@]}\"",
	} {
		s := script.Parse("a.sh", []byte("#!/bin/bash\n"+src+"\n"), script.Options{})
		if !prefilter.MayDestroy(cat, s) {
			t.Errorf("not run, with %d sites:\n%s", len(Run(context.Background(), s, cat, nil).Sites), src)
		}
	}
}

// Scripts that name a place of data and delete something else are not run.
func TestPlaceStays(t *testing.T) {
	cat := catalog.Builtin()
	for _, src := range []string{
		"conf=/var/lib/redis/dump.rdb\nt=$(mktemp)\nls \"$conf\"\nrm -rf \"$t\"",
		"pid=/var/run/x.pid\necho /etc/hosts /home\nrm -f \"$pid\"",
		"w=$HOME/.cache/x\nrm -rf \"$w\"",
		"cd /etc || exit\nt=/tmp/x.$$\nrm -rf \"$t\"",
		"f() { rm -rf \"$1\"; }\ng() { ls \"$1\"; }\ng /var/lib/redis\nf /tmp/x",
	} {
		s := script.Parse("a.sh", []byte("#!/bin/bash\n"+src+"\n"), script.Options{})
		if prefilter.MayDestroy(cat, s) {
			t.Errorf("run, with %d sites:\n%s", len(Run(context.Background(), s, cat, nil).Sites), src)
		}
	}
}
