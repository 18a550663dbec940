package suppress

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/wipelint/wipelint/internal/catalog/strict"
)

// name is what every directive starts with.
const name = "wipelint"

// mayHave tells from a script's text whether it can have a directive.
func mayHave(text []byte) bool {
	return bytes.Contains(text, []byte(name)) && bytes.Contains(text, []byte("isable")) || bytes.Contains(text, []byte(name+":"))
}

// A word is a part of a comment.
type word struct {
	text   string
	offset int // in bytes, behind the "#"
}

// A comment is what a directive's text says.
type comment struct {
	file   bool
	rules  []word
	reason string
	until  time.Time
	faults []fault
}

// A fault is something wrong with a word of a comment; with the empty word, with the comment.
type fault struct {
	word
	message, advice string
}

// form is how a directive is written.
const form = `wipelint:disable=RULE reason="…"`

const (
	disable     = "disable"
	disableFile = "disable-file"
)

// parse reads the text behind a "#"; false when it is no directive.
func parse(text string) (c *comment, ok bool) {
	p := &parser{text: text, out: &comment{}}
	p.blanks()
	start := p.pos
	if !p.skip(name) {
		return nil, false
	}
	rest := p.text[p.pos:]
	exact := strings.HasPrefix(rest, ":") && len(rest) > 1 && !isBlank(rest[1])
	body := strings.TrimLeft(rest, ": \t-_")
	switch {
	case exact && rest[1] != ':':
		p.pos++
	case rest != "" && body != rest && strings.HasPrefix(strings.ToLower(body), disable):
		// As other tools have it: "wipelint disable=…", "wipelint: disable=…".
		p.fault(word{p.text[start:], start}, "this comment suppresses nothing", "write it as "+form)
		return p.out, true
	default:
		return nil, false // prose, or another directive
	}
	action := p.word("= \t")
	switch action.text {
	case disable:
	case disableFile:
		p.out.file = true
	default:
		advice := "write it as " + form
		if hint := strict.Suggest(action.text, []string{disable, disableFile}); hint != "" {
			advice = fmt.Sprintf("did you mean %q?", hint)
		}
		p.fault(action, fmt.Sprintf("there is no directive %q", action.text), advice)
		return p.out, true
	}
	p.list()
	p.fields()
	return p.out, true
}

// A parser reads a comment from left to right.
type parser struct {
	text string
	pos  int
	out  *comment
}

func (p *parser) fault(w word, message, advice string) {
	p.out.faults = append(p.out.faults, fault{w, message, advice})
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

func (p *parser) blanks() {
	for p.pos < len(p.text) && isBlank(p.text[p.pos]) {
		p.pos++
	}
}

func (p *parser) skip(text string) bool {
	if !strings.HasPrefix(p.text[p.pos:], text) {
		return false
	}
	p.pos += len(text)
	return true
}

// word reads up to one of the bytes of end, which it leaves.
func (p *parser) word(end string) word {
	start := p.pos
	for p.pos < len(p.text) && !strings.ContainsRune(end+"\r", rune(p.text[p.pos])) {
		p.pos++
	}
	return word{p.text[start:p.pos], start}
}

// list reads "=failopen,WL1001"; blanks may follow a comma.
func (p *parser) list() {
	const none = "it names no rule, so it suppresses nothing"
	const advice = "write it as " + form + ", several rules with commas"
	if !p.skip("=") {
		p.fault(word{}, none, advice)
		return
	}
	for {
		w := p.word(", \t")
		if w.text == "" {
			p.fault(word{}, none, advice)
		} else {
			p.out.rules = append(p.out.rules, w)
		}
		if !p.skip(",") {
			return
		}
		p.blanks()
	}
}

// fields reads the fields behind the rules, up to another "#".
func (p *parser) fields() {
	seen := map[string]bool{}
	for {
		p.blanks()
		if p.pos == len(p.text) || p.text[p.pos] == '#' {
			break
		}
		key := p.word("= \t")
		if key.text == "" || !p.skip("=") {
			if key.text == "" { // a second "="
				key = p.word(" \t")
			}
			p.fault(key, fmt.Sprintf("%q is neither reason=… nor until=…", key.text), `put the reason in quotes: reason="…"`)
			continue
		}
		value, ok := p.value()
		switch {
		case !ok:
			p.fault(value, "the quote is not closed", `close it: `+key.text+`="…"`)
			return
		case seen[key.text]:
			p.fault(key, fmt.Sprintf("%s is given twice", key.text), "take one out")
		case key.text == "reason":
			p.out.reason = value.text
		case key.text == "until":
			p.until(value)
		default:
			advice := "known are reason and until"
			if hint := strict.Suggest(key.text, []string{"reason", "until"}); hint != "" {
				advice = fmt.Sprintf("did you mean %q?", hint)
			}
			p.fault(key, fmt.Sprintf("unknown key %q", key.text), advice)
		}
		seen[key.text] = true
	}
	if !tells(p.out.reason) && p.complete() {
		p.fault(word{}, "it gives no reason, so it suppresses nothing", `say why the command is safe here: reason="…"`)
	}
}

// tells reports whether a reason is more than signs.
func tells(reason string) bool {
	return strings.ContainsFunc(reason, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// complete reports whether nothing was wrong so far: what is wrong may be about the reason already.
func (p *parser) complete() bool { return len(p.out.faults) == 0 }

// until reads the last day.
func (p *parser) until(w word) {
	day, err := time.Parse(time.DateOnly, w.text)
	if err != nil {
		p.fault(w, fmt.Sprintf("%q is no date, so this comment suppresses nothing", w.text), "write the last day on which it holds as until=YYYY-MM-DD")
		return
	}
	p.out.until = day
}

// value reads a value: in double quotes, where a backslash keeps a quote or a backslash, in single ones, or up to a blank.
// It is false when a quote is not closed.
func (p *parser) value() (word, bool) {
	start := p.pos
	if p.pos == len(p.text) || p.text[p.pos] != '"' && p.text[p.pos] != '\'' {
		return p.word(" \t"), true
	}
	quote := p.text[p.pos]
	var b strings.Builder
	for p.pos++; p.pos < len(p.text); p.pos++ {
		c := p.text[p.pos]
		switch {
		case c == quote:
			p.pos++
			return word{b.String(), start}, true
		case c == '\\' && quote == '"' && p.pos+1 < len(p.text) && (p.text[p.pos+1] == '"' || p.text[p.pos+1] == '\\'):
			p.pos++
			b.WriteByte(p.text[p.pos])
		default:
			b.WriteByte(c)
		}
	}
	return word{p.text[start:], start}, false
}
