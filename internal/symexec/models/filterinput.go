package models

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// options splits a filter's words into options and operands; with are the letters that take a value.
func splitArgs(cl *domain.CallInfo, with string) (opts map[string]value.Value, operands []domain.Field, ok bool) {
	opts = map[string]value.Value{}
	args := cl.Args[1:]
	for len(args) > 0 {
		t, known := args[0].V.Constant()
		if !known || len(t) < 2 || t[0] != '-' {
			if !known && args[0].V[0].Sym == nil && strings.HasPrefix(args[0].V[0].Lit, "-") {
				return nil, nil, false
			}
			operands = append(operands, args[0])
			args = args[1:]
			continue
		}
		args = args[1:]
		if t == "--" {
			operands = append(operands, args...)
			break
		}
		if strings.HasPrefix(t, "--") {
			name, val, _ := strings.Cut(t[2:], "=")
			opts[name] = value.Lit(val)
			continue
		}
		for i := 1; i < len(t); i++ {
			c := t[i : i+1]
			if strings.Contains(with, c) {
				if i+1 < len(t) {
					opts[c] = value.Lit(t[i+1:])
				} else if len(args) > 0 {
					opts[c] = args[0].V
					args = args[1:]
				}
				break
			}
			opts[c] = nil
		}
	}
	return opts, operands, true
}

// inputText is what a filter reads: its file operands or standard input. ok is false when that is not known at all.
func (x *Tools) inputText(st *domain.State, files []domain.Field) (value.Value, bool) {
	if len(files) == 0 || len(files) == 1 && files[0].V.Key() == "-" {
		if st.Stdin == nil {
			return nil, false
		}
		return st.Resolve(st.Stdin.Text), true
	}
	var v value.Value
	for _, f := range files {
		if f.Multi != nil {
			return nil, false
		}
		v = v.Append(x.FileText(st, f.V, f.Word))
	}
	return st.Resolve(v), true
}

// unread is the state after a filter has read its input.
func (x *Tools) unread(st *domain.State, files []domain.Field) *domain.State {
	c := st.Fork()
	if len(files) == 0 {
		c.Stdin = &domain.Input{}
	}
	return c
}

func (x *Tools) isFile(st *domain.State, files []domain.Field) bool {
	for _, f := range files {
		if _, ok := st.Files.Get(x.tab.Name(x.FileKey(st, st.Resolve(f.V)))); !ok && f.V.Key() != "-" {
			return true
		}
	}
	return false
}

func LitOf(v value.Value) string {
	var b strings.Builder
	for _, p := range v {
		b.WriteString(p.Lit)
	}
	return b.String()
}

// filterFiles separates the file operands of the tools of filters from the words that say what to do.
func (x *Tools) filterFiles(cl *domain.CallInfo) (files, args []domain.Field) {
	skip := 0 // operands that are programs, not files
	with := "nckdfFFistSbTw"
	switch cl.Name {
	case "tr":
		return nil, cl.Args[1:]
	case "awk", "gawk", "mawk":
		skip, with = 1, "Fvf"
	case "sed":
		skip, with = 1, "ef"
	case "jq", "yq":
		skip, with = 1, ""
	case "sort":
		with = "ktSTo"
	case "cut":
		with = "dfcb"
	case "uniq":
		with = "fsw"
	}
	rest := cl.Args[1:]
	for i := 0; i < len(rest); i++ {
		t, known := rest[i].V.Constant()
		if known && len(t) > 1 && t[0] == '-' {
			args = append(args, rest[i])
			if t[1] != '-' && strings.Contains(with, t[len(t)-1:]) && i+1 < len(rest) && (len(t) == 2 || !strings.Contains(with, t[1:2])) {
				if (cl.Name == "sed") && (t == "-e" || t == "-f") {
					skip = 0
				}
				i++
				args = append(args, rest[i])
			}
			continue
		}
		if skip > 0 {
			skip--
			args = append(args, rest[i])
			continue
		}
		files = append(files, rest[i])
	}
	return files, args
}

func constants(args []domain.Field, st *domain.State) ([]string, bool) {
	var out []string
	for _, a := range args {
		t, ok := st.Resolve(a.V).Constant()
		if !ok {
			return nil, false
		}
		out = append(out, t)
	}
	return out, true
}
