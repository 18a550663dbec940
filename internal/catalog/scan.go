package catalog

import (
	"bytes"
	"path"
	"strings"
)

// A scan is one pass of a filter over a text.
type scan struct {
	f    *filter
	src  []byte
	seen []bool
	low  [64]byte
}

func (s *scan) hasAll(all [][]int) bool {
	for _, any := range all {
		found := false
		for _, bit := range any {
			if s.seen[bit] {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

func (s *scan) run() {
	src := s.src
	for i := 0; i < len(src); {
		c := src[i]
		if !tokenByte[c] {
			switch c {
			case '/':
				s.slash(i)
			case '~':
				s.seen[bitHome] = true
			case '#':
				// What a line of comment names does not run, wherever the line stands.
				if commentAt(src, i) {
					i += lineEnd(src[i:])
					continue
				}
			}
			i++
			continue
		}
		start, sign := i, false
		for i < len(src) && tokenByte[src[i]] {
			sign = sign || src[i] < '0' // + - .
			i++
		}
		s.mark(start, i)
		if sign {
			s.signs(start, i)
		}
		if i < len(src) && (src[i] == '"' || src[i] == '\'' || src[i] == '\\') {
			s.glued(start)
		}
	}
}

// signs marks what the token src[start:end] stands for when signs in it, and what stands before or behind them, belong to something
// else: ${MKFS:-mkfs.ext4}, ${x+wipefs}, and tool=wipefs.static of which only the beginning is used.
func (s *scan) signs(start, end int) {
	for i := start; i < end; i++ {
		if !isSign(s.src[i]) {
			continue
		}
		if i+1 < end {
			s.mark(i+1, end)
		}
		if i > start {
			s.mark(start, i)
		}
	}
}

func (s *scan) mark(start, end int) {
	a, b := lower(s.src[start]), byte(0)
	if end > start+1 {
		b = lower(s.src[start+1])
	}
	if lengths := s.f.pairs[int(a)<<8|int(b)]; lengths != 0 {
		if lengths&length(end-start) != 0 {
			s.look(s.src[start:end])
		}
		if lengths&length(end-start+1) != 0 && end < len(s.src) && s.src[end] == '=' {
			s.look(s.src[start : end+1])
		}
	}
	if s.f.pairs['/'<<8|int(a)]&length(end-start+1) != 0 && s.slashBefore(start) {
		s.lookSlash(s.src[start:end])
	}
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}

func (s *scan) slashBefore(i int) bool { return i > 0 && (s.src[i-1] == '/' || s.src[i-1] == '}') }

// glued marks the word that begins at start with its quotes and backslashes taken out: mk"fs".ext4, wipe\fs.
func (s *scan) glued(start int) {
	// A word that began in quotes was read as glued from its first part on.
	for back := 0; start > 0 && back < 64 && (tokenByte[s.src[start-1]] || s.src[start-1] == '"' || s.src[start-1] == '\'' || s.src[start-1] == '\\'); back++ {
		start--
	}
	var word [64]byte
	n := 0
	for i := start; i < len(s.src) && n < len(word); i++ {
		switch c := s.src[i]; {
		case tokenByte[c]:
			word[n] = c
			n++
		case c == '\\' && i+1 < len(s.src) && s.src[i+1] == '\n':
			i++
		case c == '"' || c == '\'' || c == '\\':
		default:
			i = len(s.src)
		}
	}
	if n > 0 {
		s.look(word[:n])
	}
}

func (s *scan) lookSlash(word []byte) {
	if len(word)+1 <= len(s.low) {
		var b [64]byte
		b[0] = '/'
		n := 1 + copy(b[1:], word)
		s.look(b[:n])
	}
}

// look marks a word, whatever its case.
func (s *scan) look(word []byte) {
	if len(word) > s.f.maxLen {
		if len(s.f.prefixes) == 0 {
			return
		}
		word = word[:min(len(word), len(s.low))]
	}
	n := copy(s.low[:], word)
	for i := range s.low[:n] {
		if c := s.low[i]; c >= 'A' && c <= 'Z' {
			s.low[i] = c | 0x20
		}
	}
	if len(word) == n {
		if bit, ok := s.f.bits[string(s.low[:n])]; ok {
			s.seen[bit] = true
		}
	}
	for _, p := range s.f.prefixes {
		if n >= len(p.prefix) && string(s.low[:len(p.prefix)]) == p.prefix {
			s.seen[p.bit] = true
		}
	}
}

// slash marks what a slash may be the sign of.
func (s *scan) slash(i int) {
	src := s.src
	next := byte(' ')
	if i+1 < len(src) {
		next = src[i+1]
	}
	switch next {
	case ' ', '\t', '\n', '\r', '"', '\'', ';', ')', '&', '|', '`', '*', '{', '.', '}', '>', '<', '\\':
		// "/" alone, "$dir"/*: something stands before it that may be empty.
		if i == 0 || bytes.IndexByte([]byte(" \t\n\"'=(`}):{|&;/\\-+,"), src[i-1]) >= 0 || s.variableBefore(i) || s.optionBefore(i) {
			s.seen[bitRoot] = true
		}
	}
	if !s.seen[bitWide] {
		s.wide(i, next)
	}
	if next == '.' && s.upToRoot(i) {
		s.seen[bitRoot] = true
	}
	if next == '$' || next == '"' || next == '\'' || next == '`' || next == '{' || next == '\\' {
		if i == 0 || !tokenByte[src[i-1]] && src[i-1] != '}' && !s.quoteAfterName(i-1) {
			s.seen[bitBelow] = true
		}
	}
	if s.seen[bitDisk] || i < 4 || string(src[i-4:i]) != "/dev" {
		// "d=/dev; cat >$d/sda" has no slash behind it; where "/dev" ends a word it may go on elsewhere.
		if bytes.HasPrefix(src[i:], []byte("/dev")) && (i+4 == len(src) || src[i+4] != '/' && !tokenByte[src[i+4]]) {
			s.seen[bitDisk] = true
		}
		return
	}
	end := i + 1
	for end < len(src) && (tokenByte[src[end]] || src[end] == '/') {
		end++
	}
	if end == i+1 || isDevice("/dev/"+string(src[i+1:end])) || end < len(src) && goesOn(src[end]) && partialDisk(string(src[i+1:end])) {
		s.seen[bitDisk] = true
	}
}

// optionBefore reports whether options of one letter stand in front of a path, with nothing between: tar -xC/.
func (s *scan) optionBefore(i int) bool {
	k := i - 1
	for k >= 0 && tokenByte[s.src[k]] && !isSign(s.src[k]) {
		k--
	}
	return k >= 0 && k < i-1 && s.src[k] == '-' && (k == 0 || !tokenByte[s.src[k-1]])
}

// wide marks a path that may become a system folder, or one below the root, when something in it is empty.
func (s *scan) wide(i int, next byte) {
	src := s.src
	before := byte(' ')
	if i > 0 {
		before = src[i-1]
	}
	switch {
	case next == '$' || next == '`' || next == '"' && i+2 < len(src) && src[i+2] == '$':
		// /srv/$x: the slash before the name begins the word
		k := i - 1
		for k >= 0 && tokenByte[src[k]] {
			k--
		}
		s.seen[bitWide] = k >= 0 && k < i-1 && src[k] == '/' && (k == 0 || !tokenByte[src[k-1]] && src[k-1] != '}' && src[k-1] != '/' && !s.quoteAfterName(k-1))
	case before == '"' || before == '}' || before == ')' || before == '`' || before == '\'' || i > 0 && tokenByte[before] && s.variableBefore(i):
		end := i + 1
		for end < len(src) && tokenByte[src[end]] {
			end++
		}
		if s.f.system[string(src[i+1:end])] {
			s.seen[bitWide] = true
		}
	}
	if !s.seen[bitWide] && tokenByte[next] && before != '/' && before != '.' && (!tokenByte[before] || isSign(before) || i == 0) {
		s.seen[bitWide] = s.folder(i)
	}
	if !s.seen[bitWide] && tokenByte[next] && (before == '=' || (before == '"' || before == '\'') && i > 1 && src[i-2] == '=') {
		end := i + 1
		for end < len(src) && tokenByte[src[end]] {
			end++
		}
		if end < len(src) && src[end] == '/' {
			end++
		}
		// dir=/srv; rm -rf "$dir/$x"
		s.seen[bitWide] = end == len(src) || strings.IndexByte(" \t\n\r\"';&|)}", src[end]) >= 0
	}
}

// folder tells whether the path at i is a folder that some command deletes when it is written so, or stands in one: what stands behind
// may be cut off, and the path may get to the command by a variable, a parameter, a loop or a file.
func (s *scan) folder(i int) bool {
	const most = 64 // no such folder has a longer name
	end := i + 1
	for ; end < len(s.src) && end-i < most && (tokenByte[s.src[end]] || s.src[end] == '/'); end++ {
		if s.src[end] == '/' && s.f.folders[string(s.src[i:end])] {
			return true
		}
	}
	return s.f.folders[string(bytes.TrimRight(s.src[i:end], "/"))]
}

// upToRoot tells whether the slash at i is in a path that comes to the root by "..": /tmp/.. .
func (s *scan) upToRoot(i int) bool {
	if !bytes.HasPrefix(s.src[i:], []byte("/..")) {
		return false
	}
	const most = 256 // of a path that goes on and on
	start, end := i, i+1
	inPath := func(c byte) bool { return strings.IndexByte(" \t\n\r\"'`;&|()<>=${}", c) < 0 } // found by fuzzing: /%0/..
	for start > 0 && i-start < most && inPath(s.src[start-1]) {
		start--
	}
	for end < len(s.src) && end-i < most && inPath(s.src[end]) {
		end++
	}
	p := path.Clean(string(s.src[start:end]))
	if p == "/" {
		return true
	}
	// A path may have any sign in it: /=0/.., and "/0 0/.." in quotes. What stands behind the sign leaves nothing of the element then.
	if start == 0 || p != "." && !strings.HasPrefix(p, "..") {
		return false
	}
	switch s.src[start-1] {
	case '\n', '\r':
		return false
	case ' ', '\t':
		before := s.src[max(0, start-most):start]
		return bytes.ContainsAny(before[bytes.LastIndexByte(before, '\n')+1:], "\"'\\")
	}
	return true
}

// goesOn tells whether a name that ends before a byte for the scan may be longer for the shell: by unknown text, or by a sign that
// is in no token.
func goesOn(c byte) bool { return c >= 0x80 || strings.IndexByte("$`{*\"'\\?[!:@,#~=^%", c) >= 0 }

// partialDisk tells whether a name that goes on with unknown text can become a disk's: /dev/m$x.
func partialDisk(name string) bool { return isDevice("/dev/"+name+"x") || isDevice("/dev/"+name) }

// variableBefore tells whether the name of a variable ends before i: $dir/.
func (s *scan) variableBefore(i int) bool {
	for i--; i >= 0 && (s.src[i] == '_' || s.src[i] >= '0' && s.src[i] <= '9' || s.src[i]|0x20 >= 'a' && s.src[i]|0x20 <= 'z'); i-- {
	}
	return i >= 0 && (s.src[i] == '$' || s.src[i] == '@' || s.src[i] == '*' || s.src[i] == '#')
}

// quoteAfterName tells whether src[i] is the quote that ends a word: the slash of "$dir"/$x is not the root.
func (s *scan) quoteAfterName(i int) bool {
	return i > 0 && (s.src[i] == '"' || s.src[i] == '\'') && (tokenByte[s.src[i-1]] || s.src[i-1] == '}')
}

// commentAt tells whether the # at i is the first sign of its line.
func commentAt(src []byte, i int) bool {
	for i--; i >= 0 && (src[i] == ' ' || src[i] == '\t'); i-- {
	}
	return i < 0 || src[i] == '\n'
}

// lineEnd gives the length of a text's first line.
func lineEnd(text []byte) int {
	if n := bytes.IndexByte(text, '\n'); n >= 0 {
		return n
	}
	return len(text)
}

// WithoutComments gives a script's text without its lines of comment.
func WithoutComments(src []byte) []byte {
	out := make([]byte, 0, len(src))
	for len(src) > 0 {
		n := min(lineEnd(src)+1, len(src))
		if line := bytes.TrimLeft(src[:n], " \t"); len(line) == 0 || line[0] != '#' {
			out = append(out, src[:n]...)
		}
		src = src[n:]
	}
	return out
}
