package lsp

import (
	"path/filepath"
	"strings"
	"testing"
)

// The view of an editor gets every destructive command of the folders, the worst first, with the text of what is open.
func TestAudit(t *testing.T) {
	folder := root(t, map[string]string{
		"a.sh": guarded, "b.sh": wipe, "c.sh": "#!/bin/bash\nreinstall-os \"$1\"\n", "d.sh": "#!/bin/bash\nif\n", "notes.txt": wipe[11:],
	})
	c := newClient(t, Options{})
	c.start(folder, everything)
	c.open(filepath.Join(folder, "new.sh"), "#!/bin/bash\nread -rp 'sure? ' x\n[ \"$x\" = yes ] || exit 1\nwipefs -a \"$1\"\n")
	var got auditReport
	c.call("wipelint/audit", struct{}{}, &got)
	var list []string
	for _, s := range got.Sites {
		list = append(list, s.Verdict+" "+s.Location.URI[strings.LastIndexByte(s.Location.URI, '/')+1:])
	}
	if want := "unguarded b.sh, possible c.sh, prompted new.sh, guarded a.sh"; strings.Join(list, ", ") != want {
		t.Errorf("sites %s, want %s", strings.Join(list, ", "), want)
	}
	if first := got.Sites[0]; first.Severity != 1 || !strings.HasPrefix(first.Says, "unguarded: ") || first.Command != "mkfs.ext4 /dev/sdb1" || first.Location.Range.Start.Line != 1 {
		t.Errorf("%+v", first)
	}
	if last := got.Sites[len(got.Sites)-1]; last.Severity != 0 || !strings.HasPrefix(last.Label, "guarded by pgrep -x mysqld") {
		t.Errorf("%+v", last)
	}
	if got.Scripts != 5 || len(got.Problems) != 1 || !strings.HasSuffix(got.Problems[0].Location.URI, "/d.sh") {
		t.Errorf("%d scripts, problems %+v", got.Scripts, got.Problems)
	}
}
