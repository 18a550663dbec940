package lsp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

// hover tells of the destructive command at a position what it destroys and what is proved about it, of a guard what it looks
// at, and of a rule that a comment names its page.
func (s *server) hover(ctx context.Context, snap *snapshot, p *positionParams) (any, error) {
	doc, err := snap.doc(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	if r, at := s.ruleAt(doc.text, doc.offset(p.Position, snap.encoding)); r != nil {
		return hover{s.markup(strings.TrimSpace(r.Doc), strings.TrimSpace(r.Doc)), textRange{doc.position(at[0], snap.encoding), doc.position(at[1], snap.encoding)}}, nil
	}
	f, err := s.results(ctx, snap, doc.path)
	if err != nil {
		return nil, err
	}
	at := textRange{p.Position, p.Position}
	var best *hover
	keep := func(h hover) {
		// The smallest one at the position: a guard may stand inside of a destructive command's text, and the other way round.
		if overlaps(h.Range, at) && (best == nil || contains(best.Range, h.Range)) {
			best = &h
		}
	}
	for _, site := range f.sites(doc.path) {
		keep(hover{s.siteHover(f, site), f.place(site.Whole)})
	}
	for _, site := range f.Sites {
		for _, g := range site.Guards {
			if g.File == doc.path {
				keep(hover{s.guardHover(f, g), f.place(g.Whole)})
			}
		}
	}
	for _, call := range f.possible(doc.path) {
		keep(hover{s.possibleHover(f, call), f.place(call.Place)})
	}
	if best == nil {
		return nil, nil
	}
	return best, nil
}

// A page is text for a hover, as Markdown and without.
type page struct {
	f                *found
	markdown, simple strings.Builder
}

// line adds a line of parts: words of our own, then text of a script, and so on in turn.
func (p *page) line(parts ...string) {
	for i, part := range parts {
		if i%2 == 0 {
			p.markdown.WriteString(part)
			p.simple.WriteString(strings.ReplaceAll(part, "**", ""))
			continue
		}
		p.markdown.WriteString(codeSpan(part))
		p.simple.WriteString(clean(part))
	}
	p.markdown.WriteString("\n")
	p.simple.WriteString("\n")
}

// prose adds a paragraph of text that may hold some of a script's.
func (p *page) prose(lead, text string) {
	p.markdown.WriteString(lead + prose(text) + "\n")
	p.simple.WriteString(strings.ReplaceAll(lead, "**", "") + cleanLines(text) + "\n")
}

// link names a place, with a link to it.
func (p *page) link(place driver.Place, from string) (markdown, simple string) {
	simple = p.f.where(place, from)
	at := p.f.place(place).Start
	return fmt.Sprintf("[%s](<%s#L%d>)", prose(simple), p.f.snap.uri(place.File), at.Line+1), simple
}

// siteHover tells of a destructive command.
func (s *server) siteHover(f *found, site *driver.Site) markup {
	p := &page{f: f}
	what := "destroys data"
	if site.Why != "" {
		what = site.Why
	}
	p.block("sh", site.Command)
	if site.Target != "" {
		p.line("**Destructive:** it "+what+": ", site.Target)
	} else {
		p.line("**Destructive:** it " + what)
	}
	p.line("")
	switch site.Verdict {
	case "guarded":
		p.line("**guarded**: every way to it got \"idle\" from")
	case "prompted":
		p.line("**prompted**: only a person's confirmation stands before it")
	case "unguarded":
		p.line("**unguarded**: a way leads to it with no guard asked")
	default:
		p.line("**" + site.Verdict + "**: an answer other than \"idle\" does not stop it")
		if len(site.Guards) > 0 {
			p.line("")
			p.line("asked:")
		}
	}
	p.line("")
	for _, g := range append(slices.Clone(site.Guards), site.Questions...) {
		p.guard(g, site.File)
	}
	for _, finding := range f.about(site) {
		p.finding(s, finding)
	}
	for _, a := range site.Approximations {
		p.line("")
		p.prose("Rests on: ", a.Message)
	}
	for _, a := range site.Assumptions {
		p.line("")
		p.prose("Assumes that ", a.Text)
	}
	return s.markup(p.markdown.String(), p.simple.String())
}

// finding adds what a rule says of a command, what to write instead, and how the script gets there.
func (p *page) finding(s *server, finding *driver.Finding) {
	p.line("")
	name := finding.Code + " " + finding.Rule
	// The verdict stands above.
	verdict, said, ok := strings.Cut(finding.Marked, ": ")
	if !ok || verdict != "flawed" && verdict != "unguarded" && verdict != "prompted" {
		said = finding.Marked
	}
	p.simple.WriteString(name + ": " + clean(rule.PlainText(said)) + "\n")
	if r := s.rules[finding.Rule]; r != nil && r.Analyzer.URL != "" {
		name = "[" + name + "](<" + r.Analyzer.URL + ">)"
	}
	p.markdown.WriteString("**" + name + "**: " + phrase(said) + "\n")
	for _, advice := range finding.MarkedAdvice {
		p.line("")
		p.advice(advice)
	}
	if len(finding.Witness) < 2 {
		return
	}
	p.line("")
	if finding.World != "" {
		p.markdown.WriteString("**The way there**, " + phrase(finding.World) + ":\n\n")
		p.simple.WriteString("The way there, " + clean(finding.World) + ":\n\n")
	} else {
		p.line("**The way there:**")
		p.line("")
	}
	for i, step := range finding.Witness {
		link, plain := p.link(step.Place, finding.File)
		fmt.Fprintf(&p.markdown, "%d. %s: %s\n", i+1, link, phrase(step.Text))
		fmt.Fprintf(&p.simple, "%d. %s: %s\n", i+1, plain, clean(step.Text))
	}
}

// advice adds what to write instead. Code that it ends with, or that stands on lines of its own, is a block to copy.
func (p *page) advice(marked string) {
	text, language, code := marked, "sh", ""
	if lead, rest, ok := strings.Cut(marked, "\n"); ok {
		text, language, code = lead, "toml", rule.PlainText(rest)
	} else if lead, rest, ok := strings.Cut(marked, ": `"); ok && strings.HasSuffix(rest, "`") && strings.Count(rest, "`") == 1 {
		text, code = lead+":", rule.PlainText(strings.TrimSuffix(rest, "`"))
	}
	p.markdown.WriteString("**help:** " + phrase(text) + "\n")
	p.simple.WriteString("help: " + clean(rule.PlainText(text)) + "\n")
	if code != "" {
		p.block(language, code)
	}
}

// block adds lines of code.
func (p *page) block(language, code string) {
	p.markdown.WriteString("\n" + block(language, code) + "\n")
	p.simple.WriteString("\n" + cleanLines(code) + "\n\n")
}

// guard adds an item for a guard.
func (p *page) guard(g driver.Guard, from string) {
	link, plain := p.link(g.Place, from)
	looks := ""
	switch {
	case g.Made:
		looks = ": it makes what is destroyed, so no data is on it"
	case g.Looks != "":
		looks = ": it looks at "
	}
	p.markdown.WriteString("- " + codeSpan(g.Command) + ", " + link + looks)
	p.simple.WriteString("- " + clean(g.Command) + ", " + plain + looks)
	if g.Looks != "" && !g.Made {
		p.markdown.WriteString(prose(g.Looks))
		p.simple.WriteString(clean(g.Looks))
	}
	p.line("")
}

// guardHover tells of a guard.
func (s *server) guardHover(f *found, g driver.Guard) markup {
	p := &page{f: f}
	p.line("", g.Command, "")
	p.line("")
	switch {
	case g.Made:
		p.line("**Makes** what a destructive command destroys later, so no data is on it")
	case g.Looks != "":
		p.prose("**Guard:** it looks at ", g.Looks)
	default:
		p.line("**Guard**")
	}
	p.line("")
	for _, site := range f.Sites {
		if slices.ContainsFunc(site.Guards, func(o driver.Guard) bool { return o.Place == g.Place }) {
			link, plain := p.link(site.Place, g.File)
			p.markdown.WriteString("- for " + codeSpan(site.Command) + ", " + link + ": " + site.Verdict)
			p.simple.WriteString("- for " + clean(site.Command) + ", " + plain + ": " + site.Verdict)
			p.line("")
		}
	}
	return s.markup(p.markdown.String(), p.simple.String())
}

// markup gives the form that the client shows.
func (s *server) markup(markdown, simple string) markup {
	s.mu.Lock()
	formats := s.client.TextDocument.Hover.ContentFormat
	s.mu.Unlock()
	if slices.Contains(formats, "markdown") {
		return markup{"markdown", strings.TrimSpace(markdown)}
	}
	return markup{"plaintext", strings.TrimSpace(simple)}
}

// ruleAt gives the rule that a comment names at an offset, and where. A code is one in any comment; a name, which may be a word
// like any other, only in one of wipelint's own.
func (s *server) ruleAt(t *text, offset int) (*rule.Rule, [2]int) {
	at := t.position(offset, utf8Units)
	start := t.starts[at.Line]
	line := string(t.line(int(at.Line)))
	here := min(offset-start, len(line))
	from, to := here, here
	for from > 0 && isWord(line[from-1]) {
		from--
	}
	for to < len(line) && isWord(line[to]) {
		to++
	}
	comment := commentStart(line[:from])
	if comment < 0 || from == to {
		return nil, [2]int{}
	}
	own := strings.HasPrefix(strings.TrimLeft(line[comment+1:], " \t"), "wipelint")
	for _, r := range s.opts.Rules {
		if word := line[from:to]; strings.EqualFold(word, r.Code) || own && word == r.Name() {
			return r, [2]int{start + from, start + to}
		}
	}
	return nil, [2]int{}
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// commentStart finds the "#" that starts a comment before the end of a line, -1 if there is none. Quotes are not looked at:
// a code in a text that looks like a comment has its page, too.
func commentStart(line string) int {
	for i := range len(line) {
		if line[i] == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			return i
		}
	}
	return -1
}
