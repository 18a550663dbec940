package symexec

import (
	"strconv"
	"strings"
)

// print writes to standard output: into a command substitution or pipeline, into a file that the script reads again, or away.
func (x *exec) print(st *state, v Value) []*state {
	d := st.fd(1)
	switch d.kind {
	case toCapture:
		c := st.fork()
		c.capture(d.level, v)
		return []*state{c}
	case toFile:
		c := st.fork()
		old, _ := st.files.get(x.name(d.path))
		c.files = c.files.set(x.name(d.path), x.kept(old.append(v)))
		return []*state{c}
	}
	return []*state{st}
}

func (x *exec) echo(cl *callInfo, st *state) []*state {
	args := cl.args[1:]
	newline, escapes := true, x.dash
	for len(args) > 0 {
		t, ok := args[0].v.constant()
		if !ok || t != "-n" && t != "-e" && t != "-E" && t != "-ne" && t != "-en" || x.dash && t != "-n" {
			break
		}
		newline = newline && !strings.Contains(t, "n")
		escapes = escapes || strings.Contains(t, "e")
		args = args[1:]
	}
	var v Value
	for i, a := range args {
		if i > 0 {
			v = v.append(lit(" "))
		}
		v = v.append(st.resolve(a.v))
	}
	if escapes {
		if t, ok := v.constant(); ok && strings.Contains(t, `\`) {
			v = lit(ansiC(t))
		}
	}
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	if newline {
		v = v.append(lit("\n"))
	} else {
		v = x.leftOpen(c, v)
	}
	return x.print(c, v)
}

func (x *exec) printf(cl *callInfo, st *state) []*state {
	args := cl.args[1:]
	into := ""
	if len(args) > 1 && args[0].v.key() == "-v" {
		if into, _ = args[1].v.constant(); into == "" {
			st = x.assignedNamed(st, args[1].v)
			into = "_"
		}
		args = args[2:]
	}
	if len(args) > 0 && args[0].v.key() == "--" {
		args = args[1:]
	}
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	if len(args) == 0 {
		return []*state{c}
	}
	v := x.format(st, args[0].v, args[1:])
	if into != "" {
		return []*state{x.assign(c, into, &variable{set: true, val: v})}
	}
	return x.print(c, x.leftOpen(c, v))
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
	case missing > maxValue:
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

// format is printf: the format is used again as long as arguments are left.
func (x *exec) format(st *state, format Value, args []Field) Value {
	f, ok := st.resolve(format).constant()
	if !ok {
		all := format
		for _, a := range args {
			all = all.append(lit(" ")).append(a.v)
		}
		return symValue(x.derive(all, "printf", nil))
	}
	var out Value
	next := 0
	for rounds := 0; ; rounds++ {
		if rounds >= maxFormats || !x.affordsWork(len(f)+1) {
			return symValue(tooLong) // what is left of the words follows
		}
		used := false
		for i := 0; i < len(f); i++ {
			switch {
			case f[i] == '\\' && i+1 < len(f):
				out = out.append(lit(ansiC(f[i : i+2])))
				i++
			case f[i] == '%' && i+1 < len(f) && f[i+1] == '%':
				out = out.append(lit("%"))
				i++
			case f[i] == '%':
				j := i + 1
				for j < len(f) && strings.IndexByte("-+ #0123456789.*", f[j]) >= 0 {
					j++
				}
				var v Value
				if next < len(args) {
					v = st.resolve(args[next].v)
					next++
					used = true
				}
				if j < len(f) && (f[j] == 'd' || f[j] == 'i') {
					v = x.asNumber(v)
				}
				if j > i+1 { // widths only pad
					t, isConst := v.constant()
					if p, ok := padding(f[i+1:min(j+1, len(f))], t); isConst && ok {
						v = lit(p)
					} else {
						v = symValue(x.derive(v, "pad"+f[i:min(j+1, len(f))], nil))
					}
				}
				out = out.append(v)
				i = j
			default:
				out = out.append(lit(f[i : i+1]))
			}
		}
		if !used || next >= len(args) {
			break
		}
	}
	return out
}
