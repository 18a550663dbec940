package script

import (
	"go/token"
	"slices"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

// commands lists the first words of the top-level commands, as a short form of what was parsed.
func commands(stmts []*syntax.Stmt) string {
	var names []string
	for _, s := range stmts {
		switch c := s.Cmd.(type) {
		case *syntax.CallExpr:
			if len(c.Args) > 0 {
				names = append(names, c.Args[0].Lit())
			} else {
				names = append(names, "=")
			}
		case *syntax.FuncDecl:
			names = append(names, c.Name.Value+"()")
		default:
			names = append(names, "*")
		}
	}
	return strings.Join(names, " ")
}

func TestDialect(t *testing.T) {
	tests := []struct {
		path, src string
		want      Dialect
		options   string
	}{
		{"x", "#!/bin/sh\n", POSIX, ""},
		{"x", "#!/bin/sh -e\n", POSIX, "e"},
		{"x", "#! /bin/sh -e -u\n", POSIX, "e u"},
		{"x", "#!/bin/bash -eu\r\n", Bash, "e u"},
		{"x", "#!/usr/bin/env bash\n", Bash, ""},
		{"x", "#!/usr/bin/env bash -e\n", Bash, "e"},
		{"x", "#!/usr/bin/env -S bash -euo pipefail\n", Bash, "e u pipefail"},
		{"x", "#!/usr/bin/env -vS -i -u HOME A=b bash -e\n", Bash, "e"},
		{"x", "#!/usr/bin/env --split-string=bash -x\n", Bash, "x"},
		{"x", "#!/usr/bin/env -Sbash -x\n", Bash, "x"},
		{"x", "#!/bin/bash -o pipefail -o errexit +e -O lastpipe --posix file -x\n", Bash, "pipefail lastpipe posix"},
		{"x", "#!/bin/bash -- -e\n", Bash, ""},
		{"x", "#!/opt/bash-5.2/bin/bash5.2\n", Bash, ""},
		{"x", "#!/bin/busybox sh -e\n", POSIX, "e"},
		{"x", "#!/bin/ash\n", POSIX, ""},
		{"x", "#!/usr/bin/dash", POSIX, ""},
		{"x", "#!/usr/bin/ksh93\n", Mksh, ""},
		{"x", "#!/usr/bin/env zsh\n", Zsh, ""},
		{"x", "#!/usr/bin/env bats\n", Bats, ""},
		{"x", "#!/usr/bin/sudo -E /bin/sh -e\n", POSIX, "e"},
		{"x", "#!/usr/bin/env nix-shell\n#! nix-shell -p hello -i dash\n", POSIX, ""},
		{"x", "\ufeff#!/bin/sh -e\n", POSIX, "e"},
		{"x", "#!/usr/bin/env\n", Bash, ""},
		{"x.sh", "#!/usr/bin/env -u\n", Bash, ""},
		{"x", "#!\n", Bash, ""},
		{"x.sh", "", Bash, ""},
		{"x.dash", "", POSIX, ""},
		{"x.ksh", "", Mksh, ""},
		{"x.ZSH", "", Zsh, ""},
		{"x.bats", "", Bats, ""},
		{"x.ebuild", "", Bash, ""},
		{"x.zsh", "#!/bin/sh\n", POSIX, ""},
		{"x", "#!/bin/sh -e\n# shellcheck disable=SC1 shell=bash\n", Bash, "e"},
		{"x", "# shellcheck shell=bash\n# wipelint shell=dash\n", POSIX, ""},
		{"x", "\n# licence\n\n# shellcheck shell=ksh\n:", Mksh, ""},
		{"x", ":\n# shellcheck shell=ksh\n", Bash, ""},
		{"x", "#!/bin/sh\n# shellcheck shell=fish\n", POSIX, ""},
	}
	for _, tt := range tests {
		s := Parse(tt.path, []byte(tt.src), Options{})
		if got := strings.Join(s.Options, " "); s.Dialect != tt.want || got != tt.options {
			t.Errorf("%s: %q: got %v with %q, want %v with %q", tt.path, tt.src, s.Dialect, got, tt.want, tt.options)
		}
	}
	s := Parse("x", []byte("#!/bin/bash\n# wipelint shell=fish\n"), Options{})
	if len(s.Problems) != 1 || s.Problems[0].Line != 2 {
		t.Errorf("unknown shell: got problems %v, want one in line 2", s.Problems)
	}
	d := POSIX
	if s := Parse("x", []byte("#!/bin/bash -e\n"), Options{Dialect: &d}); s.Dialect != POSIX || !slices.Equal(s.Options, []string{"e"}) {
		t.Errorf("given dialect: got %v with %q", s.Dialect, s.Options)
	}
}

func TestVariant(t *testing.T) {
	tests := []struct {
		src  string
		want syntax.LangVariant
	}{
		{"#!/bin/sh\nlocal x=1; [ a ]", syntax.LangPOSIX},
		{"#!/bin/sh\na=(1 2)", syntax.LangBash},
		{"#!/bin/sh\nfunction f { :; }", syntax.LangBash},
		{"#!/bin/bash\na=(1 2)", syntax.LangBash},
		{"#!/bin/bash\necho ${(f)x}", syntax.LangZsh},
		{"#!/bin/zsh\necho ${(f)x}", syntax.LangZsh},
		{"#!/usr/bin/env bats\n@test \"x\" { :; }", syntax.LangBats},
	}
	for _, tt := range tests {
		s := Parse("x", []byte(tt.src), Options{})
		if s.Err != nil || s.Variant != tt.want {
			t.Errorf("%q: parsed as %v, %v; want %v", tt.src, s.Variant, s.Err, tt.want)
		}
	}
}

func TestParse(t *testing.T) {
	tests := []struct {
		name, src string
		want      string
		err       string // line:column: message
	}{
		{"empty", "", "", ""},
		{"comments only", "# a\n# b", "", ""},
		{"no final newline", "a\nb", "a b", ""},
		{"crlf", "a \\\r\n x\r\nif b; then\r\n c\r\nfi\r\nd <<EOF\r\nbody\r\nEOF\r\ne\r\n", "a * d e", ""},
		{"crlf, cut short", "if b; then\r\n c\r\nfi\r", "*", ""},
		{"bom", "\ufeffa\nb\n", "a b", ""},
		{"not utf-8", "a 'M\xfcnchen' \xff\nb # \xc3\n", "a b", ""},
		{"nul", "a\x00b\nc\n", "ab c", ""},
		{"unfinished", "a\nif b; then\n c\n", "a eval c", "2:1: `if` statement must end with `fi` (parsed as bash)"},
		{"bad", "a\nb )\nc\n", "a c", "2:3: a command can only contain words and redirects; encountered `)` (parsed as bash)"},
		{"sh", "#!/bin/sh\na\nb )\n", "a", "3:3: a command can only contain words and redirects; encountered `)` (parsed as POSIX sh)"},
		{"sh that is bash", "#!/bin/sh\na\nx=(1)\nb )\n", "a =", "4:3: a command can only contain words and redirects; encountered `)` (parsed as bash)"},
		{"payload after exit", "a\nexit 0\n\x1f\x8b((`'\"\x00\xff", "a exit", ""},
		{"payload after exec", "#!/bin/sh\n\"exec\" python \"$0\" \"$@\"\ndef f(x): ((\n", "", ""},
		{"payload after block", "{ a; exit; }\n((\n", "*", ""},
		{"exit in a list", "a || exit 1\nb\n", "* b", ""},
		{"exit in a subshell", "(exit 1)\nb\n", "* b", ""},
		{"exit with a redirection", "exit 1 >/x/y\nb\n", "exit b", ""},
		{"exit in the background", "exit 1 &\nb\n", "exit b", ""},
		{"exit with too many arguments", "exit 1 2\nb\n", "exit b", ""},
		{"exit is a function", "exit() { :; }\nexit\nb\n", "exit() exit b", ""},
		{"exec of redirections", "exec >log\nb\n", "exec b", ""},
		{"exec of perhaps nothing", "exec $x\nexec \"$@\"\nexec \"${a[@]}\"\nb\n", "exec exec exec b", ""},
		{"exec of something", "exec \"$x\"\nb\n", "exec", ""},
		{"unclosed here-document", "a <<E\nb\n", "a", ""},
		{"unclosed here-documents", "a <<E; c <<-'F G'\nb", "a c", ""},
		{"unclosed in substitution", "a\nx=$(b <<E\n", "a eval", "2:7: unclosed here-document `E` (parsed as bash)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Parse("x", []byte(tt.src), Options{})
			got := ""
			if s.Err != nil {
				got = strings.TrimPrefix(s.Err.Error(), "x:")
			}
			if got != tt.err {
				t.Errorf("got error %q, want %q", got, tt.err)
			}
			if got := commands(s.Stmts); got != tt.want {
				t.Errorf("got commands %q, want %q", got, tt.want)
			}
			checkOffsets(t, s.Stmts, len(tt.src))
		})
	}
}

// checkOffsets fails when a node is not within a text of the size.
func checkOffsets(t *testing.T, stmts []*syntax.Stmt, size int) {
	t.Helper()
	for _, stmt := range stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			if n == nil {
				return true
			}
			pos, end := int(n.Pos().Offset()), int(n.End().Offset())
			if pos > size || end > size {
				t.Fatalf("%T from %d to %d, beyond %d", n, pos, end, size)
			}
			return true
		})
	}
}

func TestOffsets(t *testing.T) {
	// Each word stands where its offset says, whatever bytes come before it.
	src := "\ufeffa\r\nb 'M\xfcnchen\xff' c\r\n\x00 d é e\n"
	s := Parse("x", []byte(src), Options{})
	for _, stmt := range s.Stmts {
		for _, w := range stmt.Cmd.(*syntax.CallExpr).Args {
			if lit := w.Lit(); lit != "" && !strings.HasPrefix(src[w.Pos().Offset():], strings.TrimSuffix(lit, string(rune(unreadable)))) {
				t.Errorf("%q is at %d in %q", lit, w.Pos().Offset(), src)
			}
		}
	}
	if string(s.Source) != src {
		t.Errorf("Source is %q, want %q", s.Source, src)
	}
}

func TestDeep(t *testing.T) {
	for _, unit := range []string{"(", "$(", "{ ", "\"$(", "$((", "((", "if ", "[[ (", "a && ", "a | ", "if x; then y; el", "${a:-", "x <<E $("} {
		src := []byte("first\n" + strings.Repeat(unit, 100_000) + "a")
		s := Parse("x", src, Options{})
		if s.Err == nil || strings.TrimSuffix(commands(s.Stmts), " eval") != "first" {
			t.Errorf("%q: got error %v and %d statements, want an error and the first statement", unit, s.Err, len(s.Stmts))
		}
		if _, err := ParseText(string(src), Bash); err == nil {
			t.Errorf("%q: ParseText gave no error", unit)
		}
		_, _ = ParseArithm(string(src[6:min(len(src), 6+smallText)]))
	}
	// What people and their generators write is not too deep.
	for _, src := range []string{
		strings.Repeat("(", 200) + "a" + strings.Repeat(")", 200),
		strings.Repeat("a && ", 3000) + "a",
		"if a; then b\n" + strings.Repeat("elif a; then b\n", 1000) + "fi",
		strings.Repeat("a\n", 10_000),
	} {
		if s := Parse("x", []byte(src), Options{}); s.Err != nil {
			t.Errorf("%.20q…: %v", src, s.Err)
		}
	}
}

func TestLast(t *testing.T) {
	for src, want := range map[string]string{
		"a\n # x\n\n#y\n":                " x,y",
		"# x":                            " x",
		"\ufeff# x\n":                    " x",
		"a # no\n":                       "",
		"a <<E\n# no\nE\n# x\r\n":        " x",
		"a\n# x\nexit\n# no\n":           "",
		"if a; then\n b\n # no\nfi\n#x ": "x ",
	} {
		s := Parse("x", []byte(src), Options{})
		var got []string
		for _, c := range s.Last {
			got = append(got, c.Text)
			if src[c.Hash.Offset()] != '#' {
				t.Errorf("%q: comment at %d", src, c.Hash.Offset())
			}
		}
		if got := strings.Join(got, ","); got != want {
			t.Errorf("%q: got %q, want %q", src, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	for _, src := range []string{"", "\n", "a", "a\n", "a\r\nbc\n\nd", "\n\n"} {
		s := Parse("x", []byte(src), Options{})
		file := token.NewFileSet().AddFile("x", -1, len(src))
		if ok := file.SetLines(s.LineOffsets()); !ok && src != "" {
			t.Errorf("%q: SetLines refuses %v", src, s.LineOffsets())
		}
		for offset := 0; offset <= len(src); offset++ {
			line, column := s.Position(offset)
			if want := file.Position(file.Pos(offset)); want.Line != line || want.Column != column {
				t.Errorf("%q at %d: got %d:%d, want %d:%d", src, offset, line, column, want.Line, want.Column)
			}
		}
	}
	s := Parse("x", []byte("a\r\nbc\n\nd"), Options{})
	for line, want := range []string{"", "a", "bc", "", "d", ""} {
		if got := s.LineText(line); got != want {
			t.Errorf("line %d: got %q, want %q", line, got, want)
		}
	}
	if s.LineCount() != 4 {
		t.Errorf("got %d lines, want 4", s.LineCount())
	}
	if line, column := s.Position(-3); line != 1 || column != 1 {
		t.Errorf("before the text: %d:%d", line, column)
	}
	if line, column := s.Position(99); line != 4 || column != 2 {
		t.Errorf("behind the text: %d:%d", line, column)
	}
	if line, column := (&Script{Source: []byte("a\nb")}).Position(2); line != 2 || column != 1 {
		t.Errorf("script made by hand: %d:%d", line, column)
	}
}

func TestContracts(t *testing.T) {
	tests := []struct {
		src     string
		name    string
		want    Contract
		problem string
	}{
		{src: "# wipelint guard idle=0 active=1\nf() { :; }", name: "f", want: Contract{Idle: []int{0}, Active: []int{1}}},
		{src: "\ufeff# wipelint guard idle=1,2 active=0\r\n# Checks it.\r\nfunction f {\r\n:\r\n}", name: "f", want: Contract{Idle: []int{1, 2}, Active: []int{0}}},
		{src: "if a; then\n  # wipelint guard active=1 idle=0 # as agreed\n  f() { :; }\nfi", name: "f", want: Contract{Idle: []int{0}, Active: []int{1}}},
		{src: "g() {\n#wipelint guard idle=0\nf() ( : )\n}", name: "f", want: Contract{Idle: []int{0}}},
		{src: "# wipelint guard idle=0 active=1\n\nf() { :; }", problem: "guard directive: no function definition follows directly below"},
		{src: "# wipelint guard idle=0 active=1\nf", problem: "guard directive: no function definition follows directly below"},
		{src: "f\n# wipelint guard idle=0 active=1\n", problem: "guard directive: no function definition follows directly below"},
		{src: "a # wipelint guard idle=0\nf() { :; }", problem: "guard directive: no function definition follows directly below"},
		{src: "# wipelint guard active=1\nf() { :; }", problem: "guard directive: idle is missing: the exit statuses that prove that nothing is in use"},
		{src: "# wipelint guard\nf() { :; }", problem: "guard directive: idle is missing: the exit statuses that prove that nothing is in use"},
		{src: "# wipelint guard idle=\nf() { :; }", problem: `guard directive: idle has "", which is not an exit status from 0 to 255`},
		{src: "# wipelint guard idle=256\nf() { :; }", problem: `guard directive: idle has "256", which is not an exit status from 0 to 255`},
		{src: "# wipelint guard idle=0 busy=1\nf() { :; }", problem: `guard directive: unknown key "busy"; known are idle and active`},
		{src: "# wipelint guard idle=0 idle=1\nf() { :; }", problem: "guard directive: idle is given twice"},
		{src: "# wipelint guard idle=0 active=0\nf() { :; }", problem: "guard directive: status 0 cannot be both idle and active"},
		{src: "# wipelint guard idle 0\nf() { :; }", problem: `guard directive: "idle" is not of the form idle=0 or active=1,2`},
		{src: "# wipelint guards are good\nf() { :; }"},
		{src: "cat <<E\n# wipelint guard idle=0\nE\nf() { :; }"},
	}
	for _, tt := range tests {
		s := Parse("x.sh", []byte(tt.src), Options{})
		var problems []string
		for _, p := range s.Problems {
			problems = append(problems, p.Message)
		}
		if got := strings.Join(problems, "; "); got != tt.problem {
			t.Errorf("%q: got problem %q, want %q", tt.src, got, tt.problem)
		}
		got, ok := s.Contracts[tt.name]
		if ok != (tt.name != "") || !slices.Equal(got.Idle, tt.want.Idle) || !slices.Equal(got.Active, tt.want.Active) {
			t.Errorf("%q: got contracts %v, want %v of %q", tt.src, s.Contracts, tt.want, tt.name)
		}
	}
	s := Parse("x", []byte("# wipelint guard idle=0\nf() { :; }\n# wipelint guard idle=1\nf() { :; }\n"), Options{})
	if len(s.Problems) != 1 || s.Problems[0].Line != 3 || s.Contracts["f"].Idle[0] != 0 {
		t.Errorf("two contracts: got %v and %v", s.Contracts, s.Problems)
	}
}

func TestParseText(t *testing.T) {
	stmts, err := ParseText("a; b\nc (", POSIX)
	if commands(stmts) != "a b" || err == nil || !strings.HasPrefix(err.Error(), "2:") {
		t.Errorf("got %q, %v", commands(stmts), err)
	}
	stmts, err = ParseText("x=(1); wipe $x", POSIX)
	if len(stmts) != 2 || err != nil || stmts[1].Pos().Offset() != 7 {
		t.Errorf("got %q, %v", commands(stmts), err)
	}
	if stmts, err := ParseText("", Bash); stmts != nil || err != nil {
		t.Errorf("empty text: got %v, %v", stmts, err)
	}
	// An error must not leave anything behind for the next text.
	for range 100 {
		_, _ = ParseText("a $(b `c \"${d:-[[ (", Bash)
		if _, err := ParseText("a $(b) [[ )", Bash); err == nil {
			t.Fatal("no error for an invalid text")
		}
		if _, err := ParseText("[[ a =~ (b) ]] && c <<E\nE\n", Bash); err != nil {
			t.Fatal(err)
		}
	}
}

func TestParseArithm(t *testing.T) {
	for _, text := range []string{"1", " x + 1 ", "a[i]++", "x ? 1 : 2", "$x * (2)", "a = 3, b", "${#x}"} {
		if expr, err := ParseArithm(text); expr == nil || err != nil {
			t.Errorf("%q: got %v, %v", text, expr, err)
		}
	}
	if expr, err := ParseArithm(" \n"); expr != nil || err != nil {
		t.Errorf("blank text: got %v, %v", expr, err)
	}
	for _, text := range []string{"1 +", "(1", "1)", "1 2", ")", "1;2", "'"} {
		if _, err := ParseArithm(text); err == nil {
			t.Errorf("%q: got no error", text)
		}
	}
}

func TestIsShell(t *testing.T) {
	tests := []struct {
		path, head string
		want       bool
	}{
		{"a/x.sh", "", true}, {"x.BASH", "echo", true}, {"x.bats", "", true}, {"x.ash", "", true},
		{"x.sh", "#!/usr/bin/env python3\n", false},
		{"x.sh", "#!/usr/bin/expect -f\n", false},
		{"x.sh", "#!@SHELL@\n", true},
		{"x", "#!/bin/sh\n", true}, {"x", "#!/usr/bin/env -S bash -e\n", true}, {"x", "#!/usr/bin/perl\n", false},
		{"x", "echo\n", false}, {"x", "", false}, {"x", "#!/usr/bin/fish", false}, {"x", "#!/bin/tcsh", false},
		{"x.postinst", "#!/bin/sh -e\n", true}, {"x.1", "#!/bin/dash\n", true}, {"x.in", "#!/bin/sh", true},
		{"x", "#!/usr/bin/with-contenv bash\n", true}, {"x", "#!/usr/bin/setsid sh\n", true}, {"x", "#!/usr/bin/flock -n /run/x bash\n", true},
		{"x", "#!/usr/bin/timeout 10 /bin/bash -e\n", true}, {"x", "#!/usr/bin/dumb-init /bin/sh\n", true}, {"x", "#!/sbin/rc-script\n", true},
		{"x", "#!@SHELL@\n", true}, {"x", "#! @BASH@ -e\n", true}, {"x", "#!@PERL@\n", false}, {"x", "#!/usr/bin/env @PYTHON_SHEBANG@\n", false}, {"x", "#!@BASH_PATH@\n", true}, {"x", "#!@runtimeShell@ -e\n", true}, {"x", "#!/usr/bin/timeout 10 python3\n", false},
		{"debian/app.postinst", "set -e\n", true}, {"debian/prerm", "set -e\n", true}, {"app.prerm", "#!/usr/bin/perl\n", false},
		{"etc/rc.local", "wipe\n", true}, {"x.func", "f() {\n", true}, {"x.bash.in", "f() {\n", true}, {"x.sh.in", "#!@SHELL@\n", true},
		{"x.sh", "\x7fELF\x00\x01", false}, {"x.in", "text\n", false},
		{"x.py", "#!/bin/sh\n", false}, {"x.md", "#!/bin/sh\n", false}, {".py", "#!/bin/sh\n", true},
	}
	for _, tt := range tests {
		if got := IsShell(tt.path, []byte(tt.head)); got != tt.want {
			t.Errorf("IsShell(%q, %q) = %v", tt.path, tt.head, got)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	unit := "check_host() {\n  local n\n  n=$(count-active \"$1\") || return 2\n  [ \"$n\" -eq 0 ] && echo idle # yes\n}\n" +
		"for h in $HOSTS; do\n  if check_host \"$h\"; then ssh \"$h\" \"mkfs.ext4 ${DISK:?}\"; fi\ndone\n"
	for _, bm := range []struct {
		name string
		src  string
	}{
		{"small", "#!/bin/bash\n" + unit},
		{"5MB", "#!/bin/bash\n" + strings.Repeat(unit, 5<<20/len(unit))},
		{"payload", "#!/bin/sh\ntail -n +4 \"$0\" | tar xz\nexit\n" + strings.Repeat("\x1f\x8b\x00((\xff`", 5<<20/8)},
	} {
		b.Run(bm.name, func(b *testing.B) {
			src := []byte(bm.src)
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if s := Parse("x", src, Options{}); s.Err != nil {
					b.Fatal(s.Err)
				}
			}
		})
	}
}

func BenchmarkParseText(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseText("wipefs -a /dev/sda && reinstall-os --yes", Bash); err != nil {
			b.Fatal(err)
		}
	}
}

// TestFunctionBodyEnds checks that what follows a function's body in a list is not taken for part of it; the shells were
// asked with f() { echo in; } && echo out.
func TestFunctionBodyEnds(t *testing.T) {
	for _, text := range []string{"f() { a; } && b", "f() { a; } | b", "f() ( a ) || b && c", "f() { a; } >x && b"} {
		s := Parse("a.sh", []byte("#!/bin/bash\n"+text+"\n"), Options{})
		list, ok := s.Stmts[0].Cmd.(*syntax.BinaryCmd)
		if !ok {
			t.Errorf("%s: not a list", text)
			continue
		}
		for {
			inner, ok := list.X.Cmd.(*syntax.BinaryCmd)
			if !ok {
				break
			}
			list = inner
		}
		f, ok := list.X.Cmd.(*syntax.FuncDecl)
		if !ok {
			t.Errorf("%s: the definition is not the first command", text)
			continue
		}
		if _, ok := f.Body.Cmd.(*syntax.BinaryCmd); ok {
			t.Errorf("%s: the body goes on too far", text)
		}
	}
}
