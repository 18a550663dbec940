package lsp

import (
	"path/filepath"
	"strings"
	"testing"
)

// What is wrong in a file that a script takes in is said at the place where it does so, also by way of other files.
func TestSourcedFindings(t *testing.T) {
	folder := root(t, map[string]string{
		"lib/inner.sh": "wipe_disk() {\n  wipefs -a \"$1\"\n}\nclear_disk() {\n  mkfs.ext4 \"$1\"\n}\n",
		"lib/disks.sh": ". \"$(dirname \"$0\")/lib/inner.sh\"\n",
	})
	c := newClient(t, Options{})
	c.start(folder, everything)
	one := "#!/bin/bash\n. ./lib/inner.sh\nwipe_disk \"$1\"\n"
	uri := c.open(filepath.Join(folder, "a.sh"), one)
	list := c.published(uri, 1)
	if len(list) != 1 {
		t.Fatalf("diagnostics %+v", list)
	}
	d := list[0]
	if d.Range != (textRange{position{1, 2}, position{1, 16}}) || d.Code != "WL1001" || d.Severity != 1 ||
		!strings.HasPrefix(d.Message, "line 2 of inner.sh, as this script runs it: unguarded: wipefs -a ") {
		t.Errorf("%+v", d)
	}
	if len(d.Related) != 1 || !strings.HasSuffix(d.Related[0].Location.URI, "/lib/inner.sh") || d.Related[0].Location.Range.Start != (position{1, 2}) {
		t.Errorf("related %+v", d.Related)
	}
	version := c.change(uri, contentChange{Text: "#!/bin/bash\n. ./lib/disks.sh\nwipe_disk \"$1\"\n\n\n\n\nclear_disk \"$2\"\n"})
	list = c.published(uri, version)
	if len(list) != 1 || list[0].Range.Start != (position{1, 2}) || !strings.HasPrefix(list[0].Message, "2 findings in files that this takes in; line 2 of inner.sh: ") || len(list[0].Related) != 2 {
		t.Errorf("by way of another file: %+v", list)
	}
	// The library itself keeps its own.
	version = c.change(uri, contentChange{Text: "#!/bin/bash\n"})
	if list = c.published(uri, version); len(list) != 0 {
		t.Errorf("without the source command: %+v", list)
	}
}

func TestPossibleIsShown(t *testing.T) {
	folder := root(t, map[string]string{})
	c := newClient(t, Options{})
	c.start(folder, everything)
	uri := c.open(filepath.Join(folder, "a.sh"), "#!/bin/bash\nif check-drained \"$1\"; then\n  reinstall-os \"$1\"\nfi\n")
	var hints []inlayHint
	c.call("textDocument/inlayHint", rangeParams{textDocumentID{uri}, textRange{End: position{99, 0}}}, &hints)
	if len(hints) != 1 || hints[0].Label != "possible: nothing declares reinstall-os" || hints[0].Position.Line != 2 {
		t.Fatalf("hints %+v", hints)
	}
	var h *hover
	c.call("textDocument/hover", positionParams{textDocumentID{uri}, position{2, 5}}, &h)
	if h == nil || !strings.Contains(h.Contents.Value, "**possible**") || !strings.Contains(h.Contents.Value, "```toml\n[[destructive]]\ncommand = \"reinstall-os\"\ntarget = 1\n```") {
		t.Errorf("hover %+v", h)
	}
}
