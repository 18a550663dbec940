package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// litSegs splits unquoted literal text at backslashes: what follows one is quoted.
func litSegs(t string) []seg {
	if strings.IndexByte(t, '\\') < 0 {
		return []seg{{v: value.Lit(t)}}
	}
	var out []seg
	var b strings.Builder
	for i := 0; i < len(t); i++ {
		if t[i] != '\\' || i+1 == len(t) {
			b.WriteByte(t[i])
			continue
		}
		if b.Len() > 0 {
			out = append(out, seg{v: value.Lit(b.String())})
			b.Reset()
		}
		i++
		if t[i] != '\n' {
			out = append(out, seg{v: value.Lit(t[i : i+1]), quoted: true})
		}
	}
	if b.Len() > 0 {
		out = append(out, seg{v: value.Lit(b.String())})
	}
	return out
}
