package main

import (
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/report"
)

// A buildInfo is what the program was built from; the JSON field names are stable. What is not known is empty.
type buildInfo struct {
	Version  string `json:"version"`
	Commit   string `json:"commit"`
	Time     string `json:"time"` // of the commit, RFC 3339
	Dirty    bool   `json:"dirty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func newVersion() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, and what it was built from",
		Args:  noOperands,
	}
	format := formatFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if format.value == formatJSON {
			return report.WriteJSON(cmd.OutOrStdout(), build())
		}
		_, err := fmt.Fprintf(cmd.OutOrStdout(), "wipelint %s\n", build())
		return err
	}
	return cmd
}

// version is that of a release; the linker sets it.
var version string

// build tells what the program was built from.
var build = sync.OnceValue(func() buildInfo {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return buildInfo{Version: "unknown"}
	}
	b := newBuildInfo(info)
	if version != "" {
		b.Version = version
	}
	return b
})

// newBuildInfo reads what the go command put into the program: the module's version where "go install" or a tag gave it
// one, and the commit where it was built in a clone.
func newBuildInfo(info *debug.BuildInfo) buildInfo {
	b := buildInfo{Version: info.Main.Version, Go: info.GoVersion}
	if b.Version == "" || b.Version == "(devel)" {
		b.Version = "devel"
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	b.Commit, b.Time, b.Dirty = settings["vcs.revision"], settings["vcs.time"], settings["vcs.modified"] == "true"
	if settings["GOOS"] != "" {
		b.Platform = settings["GOOS"] + "/" + settings["GOARCH"]
	}
	return b
}

// short is what reports name the program's version.
func (b buildInfo) short() string {
	if b.Version == "devel" && b.Commit != "" {
		return "devel " + b.revision()
	}
	return b.Version
}

// revision is the commit as people read it.
func (b buildInfo) revision() string {
	commit := b.Commit[:min(len(b.Commit), 12)]
	if b.Dirty {
		return commit + " with changes"
	}
	return commit
}

func (b buildInfo) String() string {
	var about []string
	if b.Commit != "" {
		commit := "commit " + b.revision()
		if when, err := time.Parse(time.RFC3339, b.Time); err == nil {
			commit += " of " + when.UTC().Format(time.DateOnly)
		}
		about = append(about, commit)
	}
	for _, part := range []string{b.Go, b.Platform} {
		if part != "" {
			about = append(about, part)
		}
	}
	if len(about) == 0 {
		return b.Version
	}
	return b.Version + " (" + strings.Join(about, ", ") + ")"
}
