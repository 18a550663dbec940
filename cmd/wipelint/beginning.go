package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/wipelint/wipelint/internal/baseline"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
)

// A beginning is what a repository starts with: its first configuration, its first baseline.
type beginning struct {
	folder     string
	guards     []*guardCandidate
	destroyers []*destructiveCandidate
	tests      []*testFolder
	// known is how many findings the baseline has; it was written if there are any.
	known, files int
}

// below is a file's path from a folder, with slashes.
func below(folder, file string) (string, bool) {
	rel, err := filepath.Rel(folder, filepath.FromSlash(file))
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// writeBaseline writes what is found now beside the configuration; nothing where that is nothing.
func (b *beginning) writeBaseline(results *driver.Results) error {
	file := filepath.Join(b.folder, baseline.Name)
	old, err := baseline.Read(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot read the baseline that is there: %w; take it away, or leave it alone with --no-baseline", err)
	}
	made, _, err := results.NewBaseline(file, old)
	if err != nil || len(made.Findings) == 0 {
		return err
	}
	if err := replaceFile(file, func(w io.Writer) error { return report.WriteJSON(w, made) }); err != nil {
		return fmt.Errorf("cannot write the baseline to %s: %w; leave it out with --no-baseline", file, err)
	}
	files := map[string]bool{}
	for _, e := range made.Findings {
		files[e.File] = true
	}
	b.known, b.files = len(made.Findings), len(files)
	return nil
}

// toConfirm counts what somebody has to look at.
func (b *beginning) toConfirm() string {
	guards := report.Count(len(b.guards), "guard")
	if len(b.destroyers) == 0 {
		return guards
	}
	return report.Count(len(b.destroyers), "destructive command") + " and " + guards
}

// next says in a few lines what is to be done now.
func (b *beginning) next(folder string) string {
	in := ""
	if folder != "." {
		in = ", in " + folder
	}
	var s strings.Builder
	if b.known > 0 {
		fmt.Fprintf(&s, "wrote %s: %s in %s, which a check does not report again\n", report.Clean(filepath.Join(b.folder, baseline.Name)),
			report.Count(b.known, "finding"), report.Count(b.files, "file"))
	}
	fmt.Fprintf(&s, "next%s:\n", in)
	s.WriteString("  1. read what your scripts can destroy:    wipelint audit\n")
	s.WriteString("  2. in .wipelint.toml take the # from the commands that are what they seem, and correct their statuses\n")
	s.WriteString("  3. write down what is found with them:    wipelint baseline\n")
	s.WriteString("  4. commit both files, and let builds run: wipelint check --fail-on error\n")
	s.WriteString("  5. mend some known findings each week, and do 3 again: the list must get shorter only\n")
	return s.String()
}

// shownUses is how many uses of a command are listed.
const shownUses = 5

// configuration is the text of a new configuration. In it "# " begins a remark, and "#" with no blank behind it a setting.
func (b *beginning) configuration() string {
	var s strings.Builder
	s.WriteString(head)
	line := "#"
	if b.known > 0 {
		line = ""
	}
	fmt.Fprintf(&s, "%sbaseline = %q\n", line, baseline.Name)
	writeDestructives(&s, b.folder, b.destroyers)
	b.writeGuards(&s)
	s.WriteString(tail)
	b.writeTests(&s)
	return s.String()
}

func (b *beginning) writeGuards(s *strings.Builder) {
	s.WriteString("\n# Commands of yours that tell whether something is in use. A status in neither list proves nothing.\n")
	if len(b.guards) == 0 {
		s.WriteString(noCandidates)
	} else {
		s.WriteString(someCandidates)
	}
	for _, g := range b.guards {
		s.WriteString("\n")
		for i, u := range g.uses {
			if i == shownUses {
				fmt.Fprintf(s, "# and %d more\n", len(g.uses)-shownUses)
				break
			}
			ends := "any other status than 0"
			if u.candidate.Zero {
				ends = "status 0"
			}
			fmt.Fprintf(s, "# at %s: %s leads to %s (%s)\n", where(b.folder, u.candidate.Place), ends, oneLine(u.site.Command), where(b.folder, u.site.Place))
		}
		idle, active := 1, 0
		if 2*g.zero >= len(g.uses) {
			idle, active = 0, 1
		}
		if g.zero > 0 && g.zero < len(g.uses) {
			s.WriteString("# It is used in both ways, so one of them is wrong.\n")
		}
		fmt.Fprintf(s, "#[[guard]]\n#command       = %s\n#idle-status   = [%d]\n#active-status = [%d]\n", tomlString(g.command), idle, active)
	}
}

const head = `#:schema https://wipelint.github.io/wipelint/schemas/config.json
# Configuration of wipelint: https://wipelint.github.io/wipelint/configuration/
# It is for the scripts in this folder and below. 'wipelint config' prints what holds, and why; 'wipelint config --explain COMMAND'
# says what is known of a command.

# To build upon a configuration that several repositories share, add a line that names it: extend = "../company/.wipelint.toml"

# Files and folders to leave out when folders are searched; patterns as in .gitignore.
#exclude = ["vendor/"]

# Findings that are known and not reported again; 'wipelint baseline' writes the file anew.
`

const noCandidates = `#[[guard]]
#command       = "is-idle"
#target        = 1
#idle-status   = [0]
#active-status = [1]
`

const someCandidates = `# The exit status of each of these alone decides whether a destructive command runs, and nothing says what it means. Confirm
# those that look whether what is destroyed is in use: check the statuses, and add target = 1 if the first operand is what is
# looked at.
`

const tail = `
# How bad findings are: error, warning, note or off.
#[severity]
#bypass = "error"
`
