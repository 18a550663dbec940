package main

import (
	"runtime/debug"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/report"
)

func TestBuildInfo(t *testing.T) {
	setting := func(key, value string) debug.BuildSetting { return debug.BuildSetting{Key: key, Value: value} }
	platform := []debug.BuildSetting{setting("GOOS", "linux"), setting("GOARCH", "amd64")}
	commit := append(platform, setting("vcs.revision", "7f58d76abcde0123456789"), setting("vcs.time", "2026-11-26T00:55:00+02:00"))
	dirty := append(commit[:len(commit):len(commit)], setting("vcs.modified", "true"))
	for _, tt := range []struct {
		version     string
		settings    []debug.BuildSetting
		long, short string
	}{
		{"v1.2.3", platform, "v1.2.3 (go1.26.8, linux/amd64)", "v1.2.3"},
		{"v1.2.3", commit, "v1.2.3 (commit 7f58d76abcde of 2026-11-25, go1.26.8, linux/amd64)", "v1.2.3"},
		{"(devel)", dirty, "devel (commit 7f58d76abcde with changes of 2026-11-25, go1.26.8, linux/amd64)", "devel 7f58d76abcde with changes"},
		{"", nil, "devel (go1.26.8)", "devel"},
	} {
		b := newBuildInfo(&debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: tt.version}, Settings: tt.settings})
		if b.String() != tt.long || b.short() != tt.short {
			t.Errorf("got %q and %q, want %q and %q", b, b.short(), tt.long, tt.short)
		}
	}
}

func TestManDate(t *testing.T) {
	commit := buildInfo{Time: "2026-11-26T00:55:00+02:00"}
	for _, tt := range []struct {
		epoch string
		build buildInfo
		want  string
	}{
		{"1388534400", commit, "2014-01-01"},
		{"", commit, "2026-11-25"},
		{"", buildInfo{}, time.Now().UTC().Format(time.DateOnly)},
	} {
		date, err := manDate(tt.epoch, tt.build)
		if err != nil || date.Format(time.DateOnly) != tt.want {
			t.Errorf("%q: got %v, %v, want %s", tt.epoch, date, err, tt.want)
		}
	}
}

// TestFormatUses asks for a word on each format, which shells show beside it.
func TestFormatUses(t *testing.T) {
	for _, format := range report.CheckFormats() {
		if formatUses[format.Name] == "" {
			t.Errorf("completion does not say what %s is for", format.Name)
		}
	}
}
