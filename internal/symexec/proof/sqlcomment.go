package proof

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// withoutComments is SQL without its comments: what is named there is not what is asked about.
func withoutComments(sql value.Value) value.Value {
	var b strings.Builder
	for i, p := range sql {
		if p.Sym != nil {
			b.WriteString("\x01" + strconv.Itoa(i) + "\x01") // no text of a script has such a byte
		} else {
			b.WriteString(p.Lit)
		}
	}
	text := b.String()
	plain := catalog.WithoutSQLComments(text)
	if plain == text {
		return sql
	}
	var out value.Value
	for i, t := range strings.Split(plain, "\x01") {
		if i%2 == 0 {
			out = out.Append(value.Lit(t))
		} else if k, err := strconv.Atoi(t); err == nil && k < len(sql) {
			out = out.Append(value.Value{sql[k]})
		}
	}
	return out
}
