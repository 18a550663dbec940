package symexec

import (
	"context"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// What some way destroys is destroyed after a join of all ways, with the coarsest bounds too: the last line of each.
func TestJoinKeepsWhatIsDestroyed(t *testing.T) {
	for name, text := range map[string]string{
		"one of two folders":     "d=/srv/scratch/x\n[ \"$1\" = all ] && d=/var/lib/mysql\nrm -rf \"$d\"",
		"a default":              "D=${D:-/var/lib/mysql}\nif [ -z \"$D\" ]; then D=/srv/scratch/x; fi\nrm -rf \"$D/app/\"",
		"one of two commands":    "c=ls\nif [ \"$1\" = yes ]; then c='wipefs -a'; fi\n$c /dev/sdb",
		"the name of one":        "c=true\ncase $1 in fs) c=mkfs.ext4 ;; esac\n\"$c\" -q /dev/sdb",
		"a word of a command":    "op=list\n[ \"$1\" ] && op=destroy\nzpool $op tank",
		"part of a path":         "p=scratch\n[ \"$1\" ] && p=lib/mysql\nrm -rf \"/var/$p\"",
		"a folder that cd is in": "cd /srv/scratch/x || exit\nif [ \"$1\" ]; then cd /var/lib/mysql || exit; fi\nrm -rf ./*",
		"a cd that fails":        "cd ./build\nrm -rf *",
		"a long list":            "for d in /srv/a /srv/b /srv/c /srv/d /srv/e /var/lib/mysql; do\nrm -rf \"$d\"; done",
		"options of a command":   "o=-n\n[ \"$1\" ] && o=-a\nwipefs $o /dev/sdb",
		"what was compared":      "case $1 in /var/lib/mysql) echo config ;; *) echo other ;; esac\nrm -rf \"$1\"",
		"a device by its letter": "n=null\n[ \"$1\" ] && n=sdb\ndd if=img of=/dev/$n",
	} {
		t.Run(name, func(t *testing.T) {
			s := script.Parse("s.sh", []byte("#!/bin/bash\n"+text+"\n"), script.Options{})
			line := 1 + strings.Count(text, "\n") + 1
			for rung := range 6 {
				r := RunWith(context.Background(), Input{Script: s, Catalog: catalog.Builtin(), Rung: rung})
				found := false
				for _, site := range r.Sites {
					l, _ := s.Position(site.At.Start)
					found = found || l == line
				}
				if !found {
					t.Errorf("with the bounds of step %d line %d destroys nothing:\n%s", rung, line, text)
				}
			}
		})
	}
}
