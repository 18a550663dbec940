package replay

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"
)

func pathTool(_ *machine, _ context.Context, hc interp.HandlerContext, args []string) (int, error) {
	rest := args[1:]
	for len(rest) > 0 && (rest[0] == "--" || rest[0] == "-s") {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return 1, nil
	}
	if base(args[0]) == "dirname" {
		fmt.Fprintln(hc.Stdout, path.Dir(rest[0]))
		return 0, nil
	}
	name := path.Base(rest[0])
	if len(rest) > 1 && name != rest[1] {
		name = strings.TrimSuffix(name, rest[1])
	}
	fmt.Fprintln(hc.Stdout, name)
	return 0, nil
}

func mktemp(m *machine, _ context.Context, hc interp.HandlerContext, args []string) (int, error) {
	m.mu.Lock()
	m.counts["\x00mktemp"]++
	name := "/tmp/tmp." + strconv.Itoa(m.counts["\x00mktemp"])
	if slices.Contains(args, "-d") {
		m.files.dirs[name] = true
	} else {
		m.files.files[name] = &bytes.Buffer{}
	}
	m.mu.Unlock()
	fmt.Fprintln(hc.Stdout, name)
	return 0, nil
}

func realpath(m *machine, ctx context.Context, hc interp.HandlerContext, args []string) (int, error) {
	last := args[len(args)-1]
	if last == "" || len(args) == 1 {
		return 1, nil
	}
	fmt.Fprintln(hc.Stdout, m.files.abs(ctx, last))
	return 0, nil
}

func touch(m *machine, ctx context.Context, _ interp.HandlerContext, args []string) (int, error) {
	for _, f := range args[1:] {
		if !strings.HasPrefix(f, "-") {
			_, _ = m.files.open(ctx, f, 0o1|0o100, 0)
		}
	}
	return 0, nil
}

func mkdir(m *machine, ctx context.Context, _ interp.HandlerContext, args []string) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, f := range args[1:] {
		if !strings.HasPrefix(f, "-") {
			m.files.dirs[m.files.abs(ctx, f)] = true
		}
	}
	return 0, nil
}
