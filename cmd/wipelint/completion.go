package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/rule"
)

// formatUses says what each format is for.
var formatUses = map[string]string{
	"text":       "for people",
	"json":       "one object, for your own programs",
	"jsonl":      "an object on each line",
	"sarif":      "code scanning of GitHub and others",
	"github":     "annotations in a job on GitHub Actions",
	"gitlab":     "code quality report of GitLab",
	"checkstyle": "Jenkins and review services",
	"junit":      "test reports",
	"rdjson":     "reviewdog",
}

// completeFlags tells shells how the values of flags are completed, in a command and those below it.
func completeFlags(cmd *cobra.Command) {
	cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		var complete cobra.CompletionFunc
		switch value := flag.Value.(type) {
		case *choice:
			complete = cobra.FixedCompletions(value.of, cobra.ShellCompDirectiveNoFileComp)
		case *outputs:
			complete = value.complete
		default:
			switch flag.Name {
			case "config":
				complete = cobra.FixedCompletions([]string{"toml"}, cobra.ShellCompDirectiveFilterFileExt)
			case "jobs", "port":
				complete = cobra.NoFileCompletions
			default:
				return
			}
		}
		if err := cmd.RegisterFlagCompletionFunc(flag.Name, complete); err != nil {
			panic(err) // the flag is there, and this is the one place that says how it is completed
		}
	})
	for _, sub := range cmd.Commands() {
		completeFlags(sub)
	}
}

// complete gives the formats, and behind NAME= the files.
func (o *outputs) complete(_ *cobra.Command, _ []string, start string) ([]cobra.Completion, cobra.ShellCompDirective) {
	name, path, toFile := strings.Cut(start, "=")
	if toFile {
		return filesFrom(name+"=", path)
	}
	var list []cobra.Completion
	for _, format := range o.names() {
		list = append(list, cobra.CompletionWithDesc(format, formatUses[format]))
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// filesFrom lists the files that a path may become, with what stands before the path in the same word. zsh and fish complete
// files by themselves only where the path is the whole word. For bash "=" ends a word, so it does not take the list, and is
// left free to complete the path by itself.
func filesFrom(before, path string) ([]cobra.Completion, cobra.ShellCompDirective) {
	folder, start := filepath.Split(path)
	in := folder
	if in == "" {
		in = "."
	}
	entries, err := os.ReadDir(in)
	if err != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var list []cobra.Completion
	directive := cobra.ShellCompDirectiveDefault
	for _, entry := range entries {
		name := entry.Name()
		// A tab or a line feed in a name would end the completion that it stands in.
		if !strings.HasPrefix(name, start) || start == "" && name[0] == '.' || strings.ContainsAny(name, "\t\r\n") {
			continue
		}
		if entry.IsDir() {
			name += string(filepath.Separator)
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		list = append(list, before+folder+name)
	}
	return list, directive
}

// completeRule gives the names of the rules, and their codes for those who begin to write one.
func completeRule(_ *cobra.Command, args []string, start string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	codes := strings.HasPrefix(strings.ToUpper(start), "W")
	var list []cobra.Completion
	for _, r := range analyzers.All() {
		summary := rule.Summary(r.Doc)
		list = append(list, cobra.CompletionWithDesc(r.Name(), summary))
		if codes {
			list = append(list, cobra.CompletionWithDesc(r.Code, summary))
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// knownShell refuses the name of a shell that nothing is completed in.
func knownShell(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var known []string
	for _, c := range cmd.Commands() {
		known = append(known, c.Name())
	}
	return fmt.Errorf("there is no completion for %q: use %s; see '%s --help'", args[0], oneOf(known), cmd.CommandPath())
}
