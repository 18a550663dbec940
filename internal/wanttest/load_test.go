package wanttest

import (
	"slices"
	"testing"

	"golang.org/x/tools/txtar"
)

func TestExtract(t *testing.T) {
	ar := txtar.Parse([]byte("-- .wipelint.toml --\n-- main.sh --\n#!/bin/sh\n-- lib/a.sh --\n:\n-- notes.txt --\nwords\n"))
	p, err := extract(ar, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"main.sh", "lib/a.sh"}; !slices.Equal(p.files, want) {
		t.Errorf("files %q, want %q", p.files, want)
	}
	for _, bad := range []string{"-- ../a.sh --\n:\n", "-- notes.txt --\nwords\n", ""} {
		if _, err := extract(txtar.Parse([]byte(bad)), t.TempDir()); err == nil {
			t.Errorf("archive %q: no error", bad)
		}
	}
}
