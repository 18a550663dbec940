package replay

import (
	"context"
	"io"
	"regexp"
	"strings"

	awk "github.com/benhoyt/goawk/interp"
	"github.com/benhoyt/goawk/parser"
	"mvdan.cc/sh/v3/interp"
)

var awkLoops = regexp.MustCompile(`\b(while|for|do|function|printf|sprintf|getline|system)\b|[^=!<>+~-]=[^=~]`)

// Texts, and assignments of what does not grow.
var (
	awkTexts = regexp.MustCompile(`"[^"]*"`)
	awkPlain = regexp.MustCompile(`\b\w+\s*=\s*(\d+|\$\w+|NR|NF)\s*([;})]|$)`)
)

func runAwk(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	opts, rest, err := letters(args[1:], "vFf")
	if err != nil {
		return 0, err
	}
	if opts['f'] != nil || len(rest) == 0 || awkLoops.MatchString(awkPlain.ReplaceAllString(awkTexts.ReplaceAllString(rest[0], "0"), "")) {
		return 0, cannot("the script uses an awk program with loops or assignments")
	}
	text, status := m.reading(ctx, hc, rest[1:])
	if status != 0 {
		return 2, nil
	}
	var vars []string
	for _, v := range opts['v'] {
		name, val, _ := strings.Cut(v, "=")
		vars = append(vars, name, val)
	}
	if f := opts['F']; f != nil {
		vars = append(vars, "FS", f[0])
	}
	return execute(ctx, rest[0], &awk.Config{
		Stdin: strings.NewReader(text), Output: hc.Stdout, Error: io.Discard, Vars: vars, Environ: []string{}, NoExec: true, NoFileWrites: true, NoFileReads: true, NoArgVars: true,
	}), nil
}

// execute gives the status of an awk program: 2 for one with a mistake.
func execute(ctx context.Context, text string, config *awk.Config) int {
	prog, err := parser.ParseProgram([]byte(text), nil)
	if err != nil {
		return 2
	}
	in, err := awk.New(prog)
	if err != nil {
		return 2
	}
	n, err := in.ExecuteContext(ctx, config)
	if err != nil {
		return 2
	}
	return n
}
