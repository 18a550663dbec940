package symexec

import (
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// dropStatement is how SQL and its relatives begin to drop a database, up to the name.
var dropStatement = regexp.MustCompile("(?i)\\bdrop\\s+(?:database|schema|keyspace)\\s+(?:if\\s+exists\\s+)?[\"`\\[]?$")

// dropped are the databases that the text of a call drops; its other targets where it names none. Where a client connects to tells
// nothing of that: mysql -e "DROP DATABASE $db".
func (x *exec) dropped(targets []Target, cl *callInfo, st *state) []Target {
	var out []Target
	texts := wordValues(cl, st)
	if st.stdin != nil {
		texts = append(texts, st.resolve(st.stdin.text))
	}
	for _, v := range texts {
		if name := droppedIn(v); len(name) > 0 {
			out = append(out, Target{Kind: catalog.KindDatabase, V: name})
		}
	}
	if len(out) == 0 {
		return targets
	}
	return out
}

// droppedIn is the name of the first database that a text drops.
func droppedIn(v Value) Value {
	before := ""
	for i, p := range v {
		if p.sym != nil {
			if dropStatement.MatchString(before) {
				return append(Value{p}, v[i+1:]...).upToEnd()
			}
			before += "?"
			continue
		}
		for k := range p.lit {
			if inName(rune(p.lit[k])) && (k == 0 || !inName(rune(p.lit[k-1]))) && dropStatement.MatchString(before+p.lit[:k]) && !isIf(p.lit[k:]) {
				return lit(p.lit[k:]).append(v[i+1:]).upToEnd()
			}
		}
		before += p.lit
	}
	return nil
}

// isIf reports whether a text goes on with IF EXISTS instead of a name.
func isIf(s string) bool { return len(s) > 3 && strings.EqualFold(s[:3], "if ") }

// upToEnd is a text up to the end of the name that it begins with.
func (v Value) upToEnd() Value {
	if l := v.names(); len(l) > 0 {
		return l[0]
	}
	return nil
}

// wordValues are the words of a call behind its name.
func wordValues(cl *callInfo, st *state) []Value {
	out := make([]Value, 0, len(cl.args))
	for _, a := range cl.args[1:] {
		out = append(out, st.resolve(a.v))
	}
	return out
}
