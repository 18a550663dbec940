package symexec

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/foreign"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// foreignProgram runs the commands of a program in another language that a call holds: python3 -c, perl -e, awk with system(). What the
// program prints, and how it ends, is another matter.
func (x *exec) foreignProgram(cl *domain.CallInfo, st *domain.State) {
	lang := foreign.Language(cl.Name)
	if lang == "" {
		return
	}
	text, params := x.programOf(lang, cl, st)
	if len(text) == 0 || text.Single() != nil {
		return
	}
	in := st.Fork()
	program := x.textWith(in, text)
	if len(program) > x.prog.Bounds.Text || !foreign.MayRun(lang, program) {
		return
	}
	lines, unknown := foreign.Commands(lang, program)
	x.runLines(lines, unknown, params, cl, in, st)
}

// runLines runs lines of a shell in which some variables stand for what is not known.
func (x *exec) runLines(lines string, unknown int, params []domain.Field, cl *domain.CallInfo, in, st *domain.State) {
	if strings.TrimSpace(lines) == "" {
		return
	}
	x.child(in)
	for i := range unknown + 1 {
		name := foreign.Unknown + strconv.Itoa(i)
		s := x.dom.FreshAt(in, name, cl.Node, "", func(s *value.Sym) { s.Kind, s.Name, s.Desc = value.SymOther, "", "…" })
		in.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes})
		in.Vars = in.Vars.Set(x.tab.Name(name), &domain.Variable{Set: true, Val: value.SymValue(s)})
	}
	in.Args = paramsOf(params)
	x.runScript(in, st, lines, cl.Whole, []effects.Segment{{From: 0, To: cl.Whole.Start, Exact: false}}, &catalog.Wrapper{Command: cl.Name}, cl)
}

// programOf is the text of the program that a call runs, and the words that it hands to it.
func (x *exec) programOf(lang string, cl *domain.CallInfo, st *domain.State) (value.Value, []domain.Field) {
	letters := foreign.Option(lang)
	args := cl.Args[1:]
	if foreign.Client(lang) {
		text := x.givenProgram(st)
		for _, a := range args {
			text = append(value.Value(nil), text...).Append(value.Lit("\n")).Append(st.Resolve(a.V))
		}
		return text, nil
	}
	switch lang {
	case "sed":
		return x.sedProgram(args, st), nil
	case "make", "ansible-playbook":
		return x.recipes(lang, args, st), nil
	}
	for i := 0; i < len(args); i++ {
		t, known := st.Resolve(args[i].V).Constant()
		switch {
		case known && len(t) > 1 && t[0] == '-' && t[1] != '-':
			last := t[len(t)-1:]
			if letters != "" && strings.Contains(letters, last) || t == "--eval" {
				if i+1 < len(args) {
					return st.Resolve(args[i+1].V), args[min(i+2, len(args)):]
				}
				return nil, nil
			}
			if lang == "awk" && (t == "-F" || t == "-v" || t == "-f" || t == "-i") || lang == "python" && (t == "-W" || t == "-X" || t == "-m") {
				if t == "-f" && i+1 < len(args) {
					text, _ := x.writtenText(st, args[i+1].V)
					return text, nil
				}
				i++
			}
			continue
		case known && strings.HasPrefix(t, "--"):
			continue
		case lang == "awk":
			return st.Resolve(args[i].V), nil
		case known && t == "-":
			return x.givenProgram(st), args[i+1:]
		}
		text, _ := x.writtenText(st, args[i].V)
		return text, args[i+1:]
	}
	if lang == "awk" {
		return nil, nil
	}
	return x.givenProgram(st), nil
}

// givenProgram is the program on standard input.
func (x *exec) givenProgram(st *domain.State) value.Value {
	if st.Stdin == nil {
		return nil
	}
	return st.Resolve(st.Stdin.Text)
}

// sedProgram is the program of a call of sed: what -e and -f give, or its first operand.
func (x *exec) sedProgram(args []domain.Field, st *domain.State) value.Value {
	var text value.Value
	add := func(v value.Value) { text = append(value.Value(nil), text...).Append(v).Append(value.Lit("\n")) }
	given := false
	for i := 0; i < len(args); i++ {
		v := st.Resolve(args[i].V)
		if len(v) == 0 || v[0].Sym != nil || !strings.HasPrefix(v[0].Lit, "-") || v[0].Lit == "-" {
			if !given {
				add(v)
			}
			given = true
			continue
		}
		t := v[0].Lit
		long, _, valued := strings.Cut(t, "=")
		switch {
		case long == "--expression" && valued:
			add(v.Skip(len("--expression=")))
			given = true
		case strings.HasPrefix(t, "--"):
		case strings.ContainsAny(t, "ef"):
			at := strings.IndexAny(t, "ef")
			if t[at] == 'e' && strings.Trim(t[1:at], "nrEzsu") != "" { // the suffix of -i
				continue
			}
			program := v.Skip(at + 1)
			if len(program) == 0 && i+1 < len(args) {
				i++
				program = st.Resolve(args[i].V)
			}
			if t[at] == 'f' {
				program, _ = x.writtenText(st, program)
			}
			add(program)
			given = true
		}
	}
	return text
}

// recipes is the text of the makefile or playbook that a call is about, where the script has written it.
func (x *exec) recipes(lang string, args []domain.Field, st *domain.State) value.Value {
	var text value.Value
	add := func(v value.Value, ok bool) {
		if ok {
			text = append(value.Value(nil), text...).Append(v).Append(value.Lit("\n"))
		}
	}
	for i, f := range args {
		v := st.Resolve(f.V)
		t, known := v.Constant()
		before := ""
		if i > 0 {
			before, _ = st.Resolve(args[i-1].V).Constant()
		}
		isFile := before == "-f" || before == "--file" || before == "--makefile"
		switch {
		case lang != "make":
			add(x.writtenText(st, v))
		case known && (isFile && t == "-" || t == "-f-"):
			add(x.givenProgram(st), true)
		case isFile:
			add(x.writtenText(st, v))
		case strings.HasPrefix(v.Pattern(), "--file="), strings.HasPrefix(v.Pattern(), "--makefile="):
			add(x.writtenText(st, v.Skip(strings.IndexByte(v.Pattern(), '=')+1)))
		}
	}
	if lang == "make" && len(text) == 0 {
		for _, name := range []string{"GNUmakefile", "makefile", "Makefile"} {
			add(x.writtenText(st, value.Lit(name)))
		}
	}
	return text
}
