package script

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"
)

// Options say how to parse.
type Options struct {
	// Dialect is the script's dialect; nil means that the script tells.
	Dialect *Dialect
	// Heeds tells, by its Text, whether a Hint counts; nil is that all do.
	Heeds func(hint string) bool
}

// Parse takes a script apart. It always gives a Script: what cannot be parsed is reported in Err,
// and the statements before it are kept.
func Parse(name string, src []byte, opts Options) *Script {
	s := &Script{Path: name, Source: src, lines: lineOffsets(src)}
	s.heed(opts.Heeds)
	s.detect()
	if opts.Dialect != nil {
		s.Dialect = *opts.Dialect
	}
	text, holes := s.filled(readable(src))
	p := parseAs(text, s.Dialect)
	if p.err != nil {
		var unread []int
		p, unread = recovered(text, s.Dialect, p)
		s.Err = s.errorAt(p.errOffset, s.ksh93(p.errOffset)+p.message()+s.notRead(unread))
	}
	for _, h := range holes {
		put(p.stmts, h)
	}
	s.Stmts, s.Variant = p.stmts, p.variant
	if p.err == nil && !p.cut {
		s.Last = s.lastComments()
	}
	if at := strayReturn(src); at >= 0 {
		s.Problems = append(s.Problems, *s.errorAt(at, "this line ends with a carriage return, which the shell takes for a part of its last word; take it out"))
	}
	s.misread()
	s.asBatsRuns()
	s.readContracts()
	return s
}

// strayReturn is the offset of the first carriage return at the end of a line in a text that has lines which end without one, -1 if
// there is none. A text all of whose lines end so is one that was checked out on another system, and is read as it was checked in.
func strayReturn(src []byte) int {
	if n := bytes.Count(src, []byte("\r\n")); n == 0 || n == bytes.Count(src, []byte("\n")) {
		return -1
	}
	for at := 0; at < len(src); {
		end := bytes.IndexByte(src[at:], '\n')
		if end < 0 {
			break
		}
		line := bytes.TrimLeft(src[at:at+end], " \t")
		if len(line) > 1 && line[0] != '#' && line[len(line)-1] == '\r' {
			return at + end - 1
		}
		at += end + 1
	}
	return -1
}

var utf8BOM = []byte("\ufeff")

// unreadable stands for each byte that is not UTF-8, which shells accept and the parser does not.
const unreadable = '\x1a'

// readable gives the text to parse: of the same length as src, so that offsets hold in both.
func readable(src []byte) []byte {
	bom := bytes.HasPrefix(src, utf8BOM)
	// A carriage return is blank only before a newline, which the end of the file stands in for.
	cr := bytes.HasSuffix(src, []byte("\r"))
	mixed := strayReturn(src) >= 0
	if !bom && !cr && !mixed && utf8.Valid(src) {
		return src
	}
	text := bytes.Clone(src)
	if mixed {
		// To a shell a carriage return belongs to the word before it: exit\r is another command.
		for i := 0; i+1 < len(text); i++ {
			if text[i] == '\r' && text[i+1] == '\n' {
				text[i] = unreadable
			}
		}
	}
	if bom {
		copy(text, "   ")
	}
	if cr {
		text[len(text)-1] = ' '
	}
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			text[i] = unreadable
		}
		i += size
	}
	return text
}

// A parsed is the outcome of parsing a text as one language.
type parsed struct {
	variant   syntax.LangVariant
	stmts     []*syntax.Stmt
	cut       bool // parsing ended at a top-level exit
	err       error
	errOffset int
}

// parseAs parses a text as the first of the dialect's languages that accepts it. When none does,
// the one that came furthest is given: its error is the one to correct.
func parseAs(text []byte, d Dialect) parsed {
	var best parsed
	for i, v := range d.variants() {
		p := parseHeredocs(text, v)
		if p.err == nil {
			return p
		}
		if i == 0 || p.errOffset > best.errOffset {
			best = p
		}
		// mksh and zsh accept things that are errors in a bash script, such as an empty list, so
		// they are asked only about what is known to be theirs.
		if isLang := errors.As(p.err, new(syntax.LangError)); v == syntax.LangBash && !isLang {
			break
		}
	}
	return best
}

// parseHeredocs parses a text, and as shells do it takes the end of the text for the end of a
// here-document, which the parser does not.
func parseHeredocs(text []byte, v syntax.LangVariant) parsed {
	first := parseOnce(text, v)
	p, longer := first, text
	for range 8 {
		stop, ok := unclosedHeredoc(p.err)
		if !ok {
			break
		}
		longer = bytes.Clone(longer)
		if !bytes.HasSuffix(longer, []byte("\n")) {
			longer = append(longer, '\n')
		}
		longer = append(append(longer, stop...), '\n')
		p = parseOnce(longer, v)
	}
	if len(longer) == len(text) || p.err != nil || !p.clamp(len(text)) {
		return first
	}
	return p
}

// unclosedHeredoc tells the delimiter that an error is about.
func unclosedHeredoc(err error) (string, bool) {
	var e syntax.ParseError
	if !errors.As(err, &e) {
		return "", false
	}
	quoted, ok := strings.CutPrefix(e.Text, "unclosed here-document ")
	if !ok {
		return "", false
	}
	stop, err := strconv.Unquote(quoted)
	return stop, err == nil && !strings.Contains(stop, "\n")
}

// clamp brings the ends of here-documents back into the text, and reports whether nothing else
// reached beyond.
func (p *parsed) clamp(size int) bool {
	inside := true
	for _, stmt := range p.stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			lit, ok := n.(*syntax.Lit)
			if !ok || int(lit.ValueEnd.Offset()) <= size {
				return true
			}
			lit.Value = strings.TrimSuffix(lit.Value, "\n")
			lit.ValueEnd = syntax.NewPos(uint(size), 0, 0)
			if lit.ValuePos.Offset() > lit.ValueEnd.Offset() {
				lit.ValuePos = lit.ValueEnd
				inside = inside && lit.Value == ""
			}
			return true
		})
		inside = inside && int(stmt.End().Offset()) <= size
	}
	return inside
}

// A parserKind is a language, with or without comments in the tree.
type parserKind struct {
	variant  syntax.LangVariant
	comments bool
}

// parsers keeps a parser of each kind for reuse, because one is larger than most texts it is for.
var parsers = map[parserKind]*sync.Pool{}

func init() {
	for v := range variantNames {
		for _, comments := range []bool{false, true} {
			parsers[parserKind{v, comments}] = &sync.Pool{New: func() any {
				return syntax.NewParser(syntax.KeepComments(comments), syntax.Variant(v))
			}}
		}
	}
}

// directive is what every comment that matters has in it.
var directive = []byte("wipelint")

// parseOnce parses a text statement by statement, to its end, the first error, or the top-level
// exit after which there may be a payload that is no shell text at all.
func parseOnce(text []byte, v syntax.LangVariant) parsed {
	p := parsePlain(text, v)
	if p.err != nil {
		return repaired(text, p)
	}
	return p
}

// parsePlain is parseOnce for what the parser knows.
func parsePlain(text []byte, v syntax.LangVariant) parsed {
	if len(gluedHashes(text)) > 0 {
		return parseGlued(text, v)
	}
	return parseWith(text, parserKind{v, bytes.Contains(text, directive)})
}

// parseWith is parseOnce with a parser of a kind.
func parseWith(text []byte, kind parserKind) (p parsed) {
	p.variant = kind.variant
	pool := parsers[kind]
	parser := pool.Get().(*syntax.Parser)
	r := &reader{text: text}
	defer func() {
		if e := recover(); e != nil {
			p.err = fmt.Errorf("the parser failed: %v", e)
			p.errOffset = r.offset
		} else if p.err == nil && !p.cut {
			pool.Put(parser) // it is in a known state only after a complete run
		}
	}()
	exits := exitFinder{}
	statements := 0
	for stmt, err := range parser.StmtsSeq(r) {
		if err == nil && int(stmt.End().Offset()-stmt.Pos().Offset()) > smallText/2 {
			err = checkDepth(stmt)
		}
		if err == nil && len(text) > maxStatements {
			if statements += countStatements(stmt); statements > maxStatements {
				err = &depthError{offset: int(stmt.Pos().Offset()), many: true}
			}
		}
		// Of zsh's arithmetic the parser takes "((0 ." for complete, and has it end behind the text.
		if err == nil && int(stmt.End().Offset()) > len(text) {
			err = &cutError{offset: int(stmt.Pos().Offset())}
		}
		if err != nil {
			p.err, p.errOffset = err, errOffset(err, r)
			break
		}
		if from, to := int(stmt.Pos().Offset()), min(int(stmt.End().Offset()), len(text)); from < to && mayDefine(text[from:to]) {
			endBodies(stmt)
		}
		p.stmts = append(p.stmts, stmt)
		if exits.ends(stmt) || mayEnd(stmt) && binary(text[min(int(stmt.End().Offset()), len(text)):]) {
			p.cut = true
			break
		}
	}
	return p
}

// message words an error, with the language that was assumed.
func (p *parsed) message() string {
	var text string
	var perr syntax.ParseError
	var lerr syntax.LangError
	switch {
	case errors.As(p.err, &perr):
		text = perr.Text
	case errors.As(p.err, &lerr):
		names := make([]string, len(lerr.Langs))
		for i, l := range lerr.Langs {
			names[i] = variantNames[l]
		}
		text = lerr.Feature + ": only in " + strings.Join(names, ", ")
	default:
		text = p.err.Error()
	}
	return text + " (parsed as " + variantNames[p.variant] + ")"
}

// errOffset tells where an error is.
func errOffset(err error, r *reader) int {
	var perr syntax.ParseError
	var lerr syntax.LangError
	var derr *depthError
	var cerr *cutError
	switch {
	case errors.As(err, &perr):
		return int(perr.Pos.Offset())
	case errors.As(err, &lerr):
		return int(lerr.Pos.Offset())
	case errors.As(err, &derr) && derr.offset >= 0:
		return derr.offset
	case errors.As(err, &cerr):
		return cerr.offset
	}
	return r.offset
}

const (
	// A text of up to smallText bytes cannot nest deep enough to do harm; in a tree each byte makes fewer than four levels.
	smallText = 4 << 10
	// checkEvery is how many bytes the parser reads between two looks at how deep in calls it is. Each can add a dozen calls.
	checkEvery = 16 << 10
	// maxFrames is how many calls may be under way in the parser, a dozen for each level of nesting.
	// The parser is recursive, and a Go program that overflows its stack ends at once.
	maxFrames = 10_000
	// maxDepth is how deep a syntax tree may be, for those who descend into it. Long lists of
	// commands joined by && make deep trees without being nested.
	maxDepth = 10_000
	// maxStatements is how many statements a text may have: a hundred times those of long scripts.
	maxStatements = 100_000
)

// A depthError says that a text is nested too deeply, or has too many statements.
type depthError struct {
	offset int
	many   bool
}

func (e *depthError) Error() string {
	if e.many {
		return fmt.Sprintf("more than %d statements are too many to analyse", maxStatements)
	}
	return "nested too deeply to analyse"
}

// countStatements is how many statements a statement is, with those in it.
func countStatements(stmt *syntax.Stmt) int {
	n := 0
	syntax.Walk(stmt, func(node syntax.Node) bool {
		if _, ok := node.(*syntax.Stmt); ok {
			n++
		}
		return true
	})
	return n
}

// A cutError says that a text ends in the middle of a statement, where the parser does not say so itself.
type cutError struct{ offset int }

func (*cutError) Error() string { return "the text ends before this statement does" }

// A reader gives a text to the parser. As the parser asks for a kilobyte at a time it can see how
// deep in calls the parser is, in any construct, and stop it.
type reader struct {
	text    []byte
	offset  int
	checked int // where the depth was last looked at
}

func (r *reader) Read(buf []byte) (int, error) {
	if r.offset >= r.checked+checkEvery {
		r.checked = r.offset
		var frame [1]uintptr
		if runtime.Callers(maxFrames, frame[:]) > 0 {
			return 0, &depthError{offset: r.offset}
		}
	}
	n := copy(buf, r.text[r.offset:])
	r.offset += n
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// checkDepth refuses a statement whose tree is too deep.
func checkDepth(stmt *syntax.Stmt) error {
	depth, deepest := 0, 0
	syntax.Walk(stmt, func(n syntax.Node) bool {
		if n == nil {
			depth--
			return false
		}
		deepest = max(deepest, depth)
		if deepest > maxDepth {
			return false
		}
		depth++
		return true
	})
	if deepest > maxDepth {
		return &depthError{offset: int(stmt.Position.Offset())}
	}
	return nil
}

// lastComments reads the comments after the last statement, which the parser drops when it is
// asked for one statement at a time. No statement can end in a line that begins with "#".
func (s *Script) lastComments() []syntax.Comment {
	from := 0
	if len(s.Stmts) > 0 {
		last := s.Stmts[len(s.Stmts)-1]
		from = int(last.End().Offset())
		for _, c := range last.Comments {
			from = max(from, int(c.End().Offset()))
		}
	}
	var comments []syntax.Comment
	for line := len(s.lines); line > 0 && s.lines[line-1] >= from; line-- {
		text := s.LineText(line)
		if line == 1 {
			text = strings.TrimPrefix(text, string(utf8BOM))
		}
		body := strings.TrimLeft(text, " \t")
		if body == "" {
			continue
		}
		if body[0] != '#' {
			break
		}
		hash := s.lines[line-1] + strings.IndexByte(s.LineText(line), '#')
		comments = append(comments, syntax.Comment{
			Hash: syntax.NewPos(uint(hash), 0, 0),
			Text: body[1:],
		})
	}
	for i, j := 0, len(comments)-1; i < j; i, j = i+1, j-1 {
		comments[i], comments[j] = comments[j], comments[i]
	}
	return comments
}

func quote(s string) string { return strconv.Quote(s) }

// Broken reports whether a sourced script has a syntax error that a shell would find too. A file that was parsed in the dialect of
// the script that sources it may be meant for another shell, and be sourced by that one only: [ -n "$ZSH_VERSION" ] && . prompt.zsh
func (s *Script) Broken() bool {
	if s.Err == nil || otherExtensions[strings.ToLower(path.Ext(s.Path))] {
		return false
	}
	own := Parse(s.Path, s.Source, Options{})
	return own.Err != nil && (own.Dialect == POSIX || own.Dialect == Bash || own.Dialect == s.Dialect)
}

// InBash are the statements of a script as bash reads them, up to the first error.
func (s *Script) InBash() []*syntax.Stmt {
	return parseAs(readable(s.Source), Bash).stmts
}
