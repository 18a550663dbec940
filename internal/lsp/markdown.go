package lsp

import (
	"strings"

	"github.com/wipelint/wipelint/internal/rule"
)

// codeSpan shows text of a script as code in Markdown. The fence is longer than any run of backquotes in it.
func codeSpan(text string) string {
	text = clean(text)
	longest, run := 0, 0
	for _, r := range text {
		if r == '`' {
			run++
			longest = max(longest, run)
			continue
		}
		run = 0
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") {
		text = " " + text + " "
	}
	if text == "" {
		return ""
	}
	return fence + text + fence
}

// prose shows text that may hold some of a script's as plain words in Markdown: nothing in it is a link, an image, HTML or
// emphasis.
func prose(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("  \n")
		}
		for _, r := range clean(line) {
			if strings.ContainsRune("\\`*_[]<>&#|~:!", r) {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// phrase shows a sentence of a finding: what it repeats of a script, and what stands between backquotes, is code.
func phrase(marked string) string {
	var b strings.Builder
	for i, part := range rule.CodeParts(marked) {
		if i%2 == 1 {
			b.WriteString(codeSpan(part))
			continue
		}
		for k, piece := range strings.Split(part, "`") {
			if k%2 == 1 {
				b.WriteString(codeSpan(piece))
			} else {
				b.WriteString(prose(piece))
			}
		}
	}
	return b.String()
}

// block shows lines of code. The fence is longer than any run of backquotes in them.
func block(language, code string) string {
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	return fence + language + "\n" + cleanLines(strings.TrimRight(code, "\n")) + "\n" + fence + "\n"
}
