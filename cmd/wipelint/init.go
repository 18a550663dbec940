package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/config"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
)

func newInit() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Write a commented .wipelint.toml with the commands that may be guards of yours",
		Long: `Write a commented .wipelint.toml into a folder, by default the current one.

The scripts in the folder are analysed. Undeclared commands whose exit status alone decides whether a destructive command
runs stand in the file as guards to confirm, commented out, with the places where they are used.

It exits with 0, or with 2 when it could not do its work.`,
		Args: cobra.MaximumNArgs(1),
	}
	flags := &analysis{format: &outputs{of: report.CheckFormats()}, anew: true}
	force := cmd.Flags().Bool("force", false, "write the file anew if it is there already")
	cmd.Flags().IntVarP(&flags.jobs, "jobs", "j", 0, "analyse `N` scripts at a time; 0 is one per processor")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		folder := "."
		if len(args) > 0 {
			folder = args[0]
		}
		switch info, err := os.Stat(folder); {
		case err != nil:
			return err
		case !info.IsDir():
			return fmt.Errorf("%s is no folder; name the one that the configuration is for", folder)
		}
		file := filepath.Join(folder, config.Name)
		if _, err := os.Lstat(file); err == nil && !*force {
			return fmt.Errorf("%s is there already; edit it, or write it anew with --force", file)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		// What a configuration says that the new one takes the place of counts no more.
		above, err := config.Find(folder)
		if err != nil {
			return err
		}
		flags.bare = above != ""
		results, err := flags.run(cmd, []string{folder})
		if err != nil {
			return err
		}
		list := candidates(results)
		err = replaceFile(file, func(w io.Writer) error {
			_, err := io.WriteString(w, initial(folder, list))
			return err
		})
		if err != nil {
			return fmt.Errorf("cannot write %s: %w", file, err)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "wrote %s: %s to confirm, from %s\n", report.Clean(file),
			report.Count(len(list), "guard"), report.Count(results.Scripts, "script"))
		if len(results.Errors) > 0 && results.Scripts > 0 { // a folder may get its configuration before its scripts
			return errTrouble
		}
		return nil
	}
	return cmd
}

// A guardCandidate is an undeclared command that decides over destructive ones.
type guardCandidate struct {
	command string
	uses    []use
	zero    int // how many uses take status 0 for idle
}

// A use is where a command decides over another one.
type use struct {
	candidate driver.Candidate
	site      *driver.Site
}

// candidates collects the undeclared commands that decide over sites, the most used first.
func candidates(results *driver.Results) []*guardCandidate {
	byName := map[string]*guardCandidate{}
	var list []*guardCandidate
	for _, s := range results.Sites {
		for _, c := range s.Candidates {
			if !declarable(c.Command) {
				continue
			}
			g := byName[c.Command]
			if g == nil {
				g = &guardCandidate{command: c.Command}
				byName[c.Command] = g
				list = append(list, g)
			}
			g.uses = append(g.uses, use{c, s})
			if c.Zero {
				g.zero++
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *guardCandidate) int {
		return cmp.Or(cmp.Compare(len(b.uses), len(a.uses)), cmp.Compare(a.command, b.command))
	})
	return list
}

// declarable reports whether a name stands for itself in an entry of the catalogue, and not for a pattern or several words.
func declarable(name string) bool {
	return !strings.ContainsAny(name, `*?[]|\/`) && !strings.HasPrefix(name, "-") && strings.Join(strings.Fields(name), "") == name
}

// shownUses is how many uses of a command are listed.
const shownUses = 5

// initial is the text of a new configuration. In it "# " begins a remark, and "#" with no blank behind it a setting.
func initial(folder string, list []*guardCandidate) string {
	var b strings.Builder
	b.WriteString(head)
	if len(list) == 0 {
		b.WriteString(noCandidates)
	} else {
		b.WriteString(someCandidates)
	}
	for _, g := range list {
		b.WriteString("\n")
		for i, u := range g.uses {
			if i == shownUses {
				fmt.Fprintf(&b, "# and %d more\n", len(g.uses)-shownUses)
				break
			}
			ends := "any other status than 0"
			if u.candidate.Zero {
				ends = "status 0"
			}
			fmt.Fprintf(&b, "# at %s: %s leads to %s (%s)\n", where(folder, u.candidate.Place), ends, oneLine(u.site.Command), where(folder, u.site.Place))
		}
		idle, active := 1, 0
		if 2*g.zero >= len(g.uses) {
			idle, active = 0, 1
		}
		if g.zero > 0 && g.zero < len(g.uses) {
			b.WriteString("# It is used in both ways, so one of them is wrong.\n")
		}
		fmt.Fprintf(&b, "#[[guard]]\n#command       = %s\n#idle-status   = [%d]\n#active-status = [%d]\n", tomlString(g.command), idle, active)
	}
	b.WriteString(tail)
	return b.String()
}

const head = `# Configuration of wipelint: https://github.com/wipelint/wipelint#configuration
# It is for the scripts in this folder and below. 'wipelint config' prints what holds, and why.

# Files and folders to leave out when folders are searched; patterns as in .gitignore.
#exclude = ["vendor/"]

# Findings that are known and not reported again; 'wipelint baseline' writes the file.
#baseline = ".wipelint-baseline.json"

# Commands of yours that destroy data.
#[[destructive]]
#command = "reinstall-os"
#target  = 1                        # its first operand is what it destroys
#why     = "reinstalls the operating system"

# Commands of yours that tell whether something is in use. A status in neither list proves nothing.
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

# Other severities for some files.
#[[override]]
#paths    = ["lab/"]
#severity = { unguarded = "warning" }
`

// where names a place by the path from a folder.
func where(folder string, p driver.Place) string {
	name := p.File
	if rel, err := filepath.Rel(folder, filepath.FromSlash(name)); err == nil && filepath.IsLocal(rel) {
		name = filepath.ToSlash(rel)
	}
	return fmt.Sprintf("%s:%d", report.Clean(name), p.Line)
}

// oneLine is a command fit to stand in a comment.
func oneLine(command string) string { return report.Clip(report.Clean(command)) }

// tomlString writes a text as a basic string of TOML.
func tomlString(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case report.Clean(string(r)) == string(r) && r != utf8.RuneError:
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
