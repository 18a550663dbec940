package proof

import (
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// dropStatement is how SQL and its relatives begin to drop a database, up to the name.
var dropStatement = regexp.MustCompile("(?i)\\bdrop\\s+(?:database|schema|keyspace)\\s+(?:if\\s+exists\\s+)?[\"`\\[]?$")

// dropped are the databases that the text of a call drops; its other targets where it names none. Where a client connects to tells
// nothing of that: mysql -e "DROP DATABASE $db".
func (x *Ledger) dropped(targets []value.Target, cl *domain.CallInfo, st *domain.State) []value.Target {
	var out []value.Target
	texts := WordValues(cl, st)
	if st.Stdin != nil {
		texts = append(texts, st.Resolve(st.Stdin.Text))
	}
	for _, v := range texts {
		if name := droppedIn(v); len(name) > 0 {
			out = append(out, value.Target{Kind: catalog.KindDatabase, V: name})
		}
	}
	if len(out) == 0 {
		return targets
	}
	return out
}

// droppedIn is the name of the first database that a text drops.
func droppedIn(v value.Value) value.Value {
	before := ""
	for i, p := range v {
		if p.Sym != nil {
			if dropStatement.MatchString(behind(before, "")) {
				return append(value.Value{p}, v[i+1:]...).UpToEnd()
			}
			before += "?"
			continue
		}
		for k := range p.Lit {
			if value.InName(rune(p.Lit[k])) && (k == 0 || !value.InName(rune(p.Lit[k-1]))) && dropStatement.MatchString(behind(before, p.Lit[:k])) && !isIf(p.Lit[k:]) {
				return value.Lit(p.Lit[k:]).Append(v[i+1:]).UpToEnd()
			}
		}
		before += p.Lit
	}
	return nil
}

// statementLength is how far in front of a name the statement that drops it begins.
const statementLength = 256

// behind is the end of a text in two pieces.
func behind(before, text string) string {
	if n := len(text) - statementLength; n > 0 {
		return text[n:]
	}
	if n := len(before) + len(text) - statementLength; n > 0 {
		before = before[n:]
	}
	return before + text
}

// isIf reports whether a text goes on with IF EXISTS instead of a name.
func isIf(s string) bool { return len(s) > 3 && strings.EqualFold(s[:3], "if ") }

// WordValues are the words of a call behind its name.
func WordValues(cl *domain.CallInfo, st *domain.State) []value.Value {
	out := make([]value.Value, 0, len(cl.Args))
	for _, a := range cl.Args[1:] {
		out = append(out, st.Resolve(a.V))
	}
	return out
}
