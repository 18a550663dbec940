package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog/strict"
)

// usageError puts what is wrong with a command's flags into words, with the name that may have been meant.
func usageError(cmd *cobra.Command, err error) error {
	see := fmt.Sprintf("see '%s --help'", cmd.CommandPath())
	var unknown *pflag.NotExistError
	var valueless *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && len(unknown.GetSpecifiedShortnames()) == 0:
		name := unknown.GetSpecifiedName()
		if meant := meantFlag(cmd, name); meant != "" {
			return fmt.Errorf("there is no flag --%s, did you mean --%s? %s", name, meant, see)
		}
		return fmt.Errorf("there is no flag --%s; %s", name, see)
	case errors.As(err, &unknown):
		name, _, _ := strings.Cut(unknown.GetSpecifiedShortnames(), "=")
		if meant := meantFlag(cmd, name); len(name) > 2 && meant != "" { // go's tools take one dash
			return fmt.Errorf("there is no flag -%s, did you mean --%s? %s", unknown.GetSpecifiedName(), meant, see)
		}
		return fmt.Errorf("there is no flag -%s; %s", unknown.GetSpecifiedName(), see)
	case errors.As(err, &valueless):
		return fmt.Errorf("--%s needs a value; %s", valueless.GetFlag().Name, see)
	case errors.As(err, &invalid):
		cause := invalid.Unwrap()
		if c, ok := invalid.GetFlag().Value.(*choice); ok {
			return fmt.Errorf("%q is nothing that --%s takes: use %s; %s", invalid.GetValue(), invalid.GetFlag().Name, oneOf(c.of), see)
		}
		if kind := invalid.GetFlag().Value.Type(); kind == "int" || kind == "bool" {
			cause = fmt.Errorf("it takes a %s", map[string]string{"int": "number", "bool": "value of true or false"}[kind])
		}
		return fmt.Errorf("%q is nothing that --%s takes: %w; %s", invalid.GetValue(), invalid.GetFlag().Name, cause, see)
	}
	return fmt.Errorf("%w; %s", err, see)
}

// meantFlag is the long flag of a command that a name was meant to be, "" if none is like it.
func meantFlag(cmd *cobra.Command, name string) string {
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	return strict.Suggest(name, known)
}

// noOperands is for commands that take none.
func noOperands(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no operands, and %q is one; see '%s --help'", cmd.Name(), args[0], cmd.CommandPath())
}

// elsewhere says how what other linters have as a command is called here.
var elsewhere = map[string]string{
	"fix": "check --fix", "format": "check --fix", "diff": "audit --diff", "lint": "check", "scan": "check", "run": "check", "test": "check",
	"analyse": "check", "analyze": "check", "verify": "check", "list": "audit", "ls": "audit", "show": "audit", "inventory": "audit",
	"html": "report -o report.html", "doc": "explain", "docs": "explain", "server": "lsp", "serve": "playground",
}

// knownCommand refuses what is no command of the program, and names the one that may have been meant.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var known []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			known = append(known, c.Name())
		}
	}
	meant := elsewhere[args[0]]
	if meant == "" {
		meant = strict.Suggest(args[0], known)
	}
	if info, err := os.Stat(args[0]); err == nil && meant == "" {
		kind := map[bool]string{true: "folder", false: "file"}[info.IsDir()]
		return fmt.Errorf("%q is a %s and no command; to check it: wipelint check %s", args[0], kind, asWord(args[0]))
	}
	if meant != "" {
		return fmt.Errorf("there is no command %q, did you mean \"wipelint %s\"?", args[0], meant)
	}
	return fmt.Errorf("there is no command %q; see 'wipelint --help', and 'wipelint check PATH' to check a file", args[0])
}

// asWord writes a name as a word for a shell.
func asWord(name string) string {
	if word, err := syntax.Quote(name, syntax.LangPOSIX); err == nil {
		return word
	}
	return "PATH"
}

// newHelp is the command help, which knows what it has help for.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Tell what a command does and which flags it has",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || cmd == nil || cmd == root && len(args) > 0 || len(rest) > 0 {
				return knownCommand(root, args)
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			if len(args) == 0 {
				for _, c := range root.Commands() {
					if c.IsAvailableCommand() {
						names = append(names, c.Name())
					}
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}
