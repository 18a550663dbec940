package models

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func BoolNum(b bool) value.Value {
	if b {
		return value.Lit("1")
	}
	return value.Lit("0")
}

// AsNumber is what printf %d and $(( )) make of a text: a word is 0.
func (x *Tools) AsNumber(st *domain.State, v value.Value) value.Value {
	if t, ok := v.Constant(); ok {
		if _, err := effects.ParseShellInt(t); err != nil {
			return value.Lit("0")
		}
		return v
	}
	if s := v.Single(); s != nil && s.Ask != nil && !s.Ask.Prompt && s.Kind == value.SymOutput && !s.Ask.Entry.Number && !s.Cast && !isNumber(st.Con(s)) {
		return value.SymValue(x.dom.Derive(v, "number", func(d *value.Sym) {
			zero := "0"
			d.Kind, d.Cast, d.Lines, d.Nothing = value.SymOutput, true, false, &zero
		}))
	}
	return v
}

// isNumber reports whether the script has found out that a text is a number.
func isNumber(k *value.Con) bool {
	known, asked := k.Ask("number")
	return asked && known || k.Eq != nil || k.Lo != nil
}

// LeftOpen is a text that is printed without a newline behind it. Where it is what a guard printed, caught by a command substitution,
// its last line has none either: wc -l does not count that line, and read fails on it.
func (x *Tools) LeftOpen(st *domain.State, v value.Value) value.Value {
	n := len(v) - 1
	if n < 0 || v[n].Sym == nil {
		return v
	}
	s := v[n].Sym
	if s.Source == nil || s.Unended || s.Summary || s.Kind != value.SymOutput && s.Kind != value.SymElem && s.Kind != value.SymOther {
		return v
	}
	d := x.dom.Derive(value.SymValue(s), "unended", func(d *value.Sym) {
		d.Kind, d.Word, d.Filled, d.Unended, d.Ended, d.Foreign, d.Said, d.List = s.Kind, s.Word, s.Filled, true, s, s.Foreign, s.Said, s.List
	})
	st.SetCon(d, st.Con(s))
	return append(append(value.Value(nil), v[:n]...), value.Part{Sym: d})
}

// unended reports whether the last line of a text has no newline.
func unended(v value.Value) bool {
	if len(v) == 0 {
		return false
	}
	s := v[len(v)-1].Sym
	return s != nil && s.Unended
}

// Print writes to standard output: into a command substitution or pipeline, into a file that the script reads again, or away.
func (x *Tools) Print(st *domain.State, v value.Value) []*domain.State {
	d := st.Fd(1)
	switch d.Kind {
	case domain.ToCapture:
		c := st.Fork()
		c.Capture(d.Level, v)
		return []*domain.State{c}
	case domain.ToFile:
		c := st.Fork()
		old, _ := st.Files.Get(x.tab.Name(d.Path))
		c.Files = c.Files.Set(x.tab.Name(d.Path), x.dom.Kept(old.Append(v)))
		return []*domain.State{c}
	case domain.ToTerminal, domain.ToNull, domain.ToUnknown, domain.ToClosed: // no command of the script reads it
	}
	return []*domain.State{st}
}

func (x *Tools) Echo(cl *domain.CallInfo, st *domain.State) []*domain.State {
	args := cl.Args[1:]
	newline, escapes := true, x.prog.Dash
	for len(args) > 0 {
		t, ok := args[0].V.Constant()
		if !ok || t != "-n" && t != "-e" && t != "-E" && t != "-ne" && t != "-en" || x.prog.Dash && t != "-n" {
			break
		}
		newline = newline && !strings.Contains(t, "n")
		escapes = escapes || strings.Contains(t, "e")
		args = args[1:]
	}
	var v value.Value
	for i, a := range args {
		if i > 0 {
			v = v.Append(value.Lit(" "))
		}
		v = v.Append(st.Resolve(a.V))
	}
	if escapes {
		if t, ok := v.Constant(); ok && strings.Contains(t, `\`) {
			v = value.Lit(value.EchoEscapes(t))
		}
	}
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	if newline {
		v = v.Append(value.Lit("\n"))
	} else {
		v = x.LeftOpen(c, v)
	}
	return x.Print(c, v)
}

// maxFormats is how often printf uses its format again.
const maxFormats = 1 << 12

// padding gives a text as %5s, %-5s or %05d print it; false for other forms.
func padding(form, text string) (string, bool) {
	verb := form[len(form)-1]
	flags := form[:len(form)-1]
	left := strings.HasPrefix(flags, "-")
	flags = strings.TrimPrefix(flags, "-")
	zero := strings.HasPrefix(flags, "0") && !left
	width, err := strconv.Atoi(flags)
	if err != nil || width < 0 {
		return "", false
	}
	switch verb {
	case 's':
		zero = false
	case 'd', 'i', 'u':
		if n, err := strconv.Atoi(text); err != nil || strconv.Itoa(n) != text {
			return "", false
		}
	default:
		return "", false
	}
	missing := width - len(text)
	switch {
	case missing <= 0:
		return text, true
	case missing > value.MaxValue:
		return "", false
	case left:
		return text + strings.Repeat(" ", missing), true
	case zero && strings.HasPrefix(text, "-"):
		return "-" + strings.Repeat("0", missing) + text[1:], true
	case zero:
		return strings.Repeat("0", missing) + text, true
	}
	return strings.Repeat(" ", missing) + text, true
}

// eachOnALine is what a format prints of a word. Where the word is all parameters and the format a line with one of them, the text is a
// list of lines, and not one.
func (x *Tools) eachOnALine(f domain.Field, format string, st *domain.State) value.Value {
	v := st.Resolve(f.V)
	s := f.Multi
	if s == nil || s.Kind != value.SymArgs || v.Single() != s || !strings.HasSuffix(format, `\n`) || strings.Count(format, "%") != 1 || !strings.HasPrefix(format, "%s") {
		return v
	}
	return value.SymValue(x.dom.LinesOf(s))
}

// plainForShells are the characters that printf %q leaves as they are, and quotedForShells those that it puts a backslash before; of others
// nobody need know what becomes of them.
const plainForShells, quotedForShells = "-_./:@%+0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", " '\"\\$`&|;<>()*?[]{}!"

// forShells is a text as printf %q writes it for shells to read; false where it is not known.
func forShells(v value.Value) (value.Value, bool) {
	t, known := v.Constant()
	if !known || strings.Trim(t, plainForShells+quotedForShells) != "" {
		return nil, false
	}
	if t == "" {
		return value.Lit("''"), true
	}
	var b strings.Builder
	for i := range len(t) {
		if strings.IndexByte(quotedForShells, t[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(t[i])
	}
	return value.Lit(b.String()), true
}

// InQuotes is a text as ${x@Q} writes it; false where it is not known.
func InQuotes(v value.Value) (value.Value, bool) {
	t, known := v.Constant()
	if !known || strings.IndexFunc(t, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
		return nil, false
	}
	return value.Lit("'" + strings.ReplaceAll(t, "'", `'\''`) + "'"), true
}

// Format is printf: the format is used again as long as arguments are left.
func (x *Tools) Format(st *domain.State, format value.Value, args []domain.Field) value.Value {
	f, ok := st.Resolve(format).Constant()
	if !ok {
		all := format
		for _, a := range args {
			all = all.Append(value.Lit(" ")).Append(a.V)
		}
		return value.SymValue(x.dom.Derive(all, "printf", nil))
	}
	var out value.Value
	next := 0
	for rounds := 0; ; rounds++ {
		if rounds >= maxFormats || !x.dom.AffordsWork(len(f)+1) {
			return value.SymValue(value.TooLong) // what is left of the words follows
		}
		used := false
		for i := 0; i < len(f); i++ {
			switch {
			case f[i] == '\\' && i+1 < len(f):
				text, n := value.Escape(f[i:], false)
				if text != "\x00" { // no variable holds it
					out = out.Append(value.Lit(text))
				}
				i += n - 1
			case f[i] == '%' && i+1 < len(f) && f[i+1] == '%':
				out = out.Append(value.Lit("%"))
				i++
			case f[i] == '%':
				j := i + 1
				for j < len(f) && strings.IndexByte("-+ #0123456789.*", f[j]) >= 0 {
					j++
				}
				var v value.Value
				if next < len(args) {
					v = x.eachOnALine(args[next], f, st)
					next++
					used = true
				}
				quoted, plain := value.Value(nil), false
				if j < len(f) && f[j] == 'q' {
					quoted, plain = forShells(st.Resolve(v))
				}
				switch {
				case plain:
					v = quoted
				case j < len(f) && (f[j] == 'd' || f[j] == 'i'):
					v = x.AsNumber(st, v)
				case j < len(f) && f[j] != 's' && f[j] != 'b': // another form of the text: hexadecimal, quoted, its first letter, a date
					if end := strings.IndexByte(f[j:], 'T'); f[j] == '(' && end > 0 {
						j += end
					}
					v = value.SymValue(x.dom.Derive(v.Append(value.Lit("\x02")), "printf"+f[i:min(j+1, len(f))], func(s *value.Sym) { s.Desc = "a number or text as printf writes it" }))
				}
				if t, isConst := v.Constant(); isConst && j < len(f) && f[j] == 'b' {
					v = value.Lit(value.PrintfEscapes(t))
				}
				if j > i+1 { // widths only pad
					t, isConst := v.Constant()
					if p, ok := padding(f[i+1:min(j+1, len(f))], t); isConst && ok {
						v = value.Lit(p)
					} else {
						v = value.SymValue(x.dom.Derive(v, "pad"+f[i:min(j+1, len(f))], nil))
					}
				}
				out = out.Append(v)
				i = j
			default:
				out = out.Append(value.Lit(f[i : i+1]))
			}
		}
		if !used || next >= len(args) {
			break
		}
	}
	return out
}
