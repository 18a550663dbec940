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

	"github.com/wipelint/wipelint/internal/baseline"
	"github.com/wipelint/wipelint/internal/config"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
)

func newInit() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Write a first .wipelint.toml and baseline for a repository, and say what to do next",
		Long: `Write a commented .wipelint.toml into a folder, by default the current one, with a baseline, and say what to do next.

The scripts in the folder are analysed. In the file stand, commented out, the undeclared commands whose exit status alone decides
whether a destructive command runs, as guards to confirm, and those whose names speak of destruction, each with the places where they
are used; and overrides for folders of tests that have findings of unguarded commands. The findings that there are now are written
to ` + baseline.Name + `, which the file names, so that a check reports new ones only.

It exits with 0, or with 2 when it could not do its work.`,
		Args: cobra.MaximumNArgs(1),
	}
	without := cmd.Flags().Bool("no-baseline", false, "write no baseline, so that a check reports what there is now, too")
	flags := &analysis{format: &outputs{of: report.CheckFormats()}, anew: true}
	force := cmd.Flags().Bool("force", false, "write the file anew if it is there already")
	cmd.Flags().IntVarP(&flags.jobs, "jobs", "j", 0, "analyse `N` scripts at a time; 0 is one per processor")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		folder := "."
		if len(args) > 0 {
			folder = args[0]
		}
		switch info, err := os.Stat(folder); {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("there is no folder %s; make it first, or name the one that the configuration is for", folder)
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
		destroyers := destructives(results)
		supposed, err := supposing(cmd, flags, folder, destroyers, results)
		if err != nil {
			return err
		}
		first := &beginning{folder: folder, guards: candidates(supposed), destroyers: destroyers, tests: testFolders(folder, results)}
		if !*without {
			if err := first.writeBaseline(results); err != nil {
				return err
			}
		}
		err = replaceFile(file, func(w io.Writer) error {
			_, err := io.WriteString(w, first.configuration())
			return err
		})
		if err != nil {
			return fmt.Errorf("cannot write %s: %w", file, err)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "wrote %s: %s to confirm, from %s\n", report.Clean(file), first.toConfirm(), report.Count(results.Scripts, "script"))
		fmt.Fprint(cmd.OutOrStdout(), first.next(report.Clean(folder)))
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
