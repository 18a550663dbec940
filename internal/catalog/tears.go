package catalog

import "bytes"

// An eachNeed is a command that deletes each of its operands, one of which may be several words: the text must have on one line the
// command's name and a value that stands without quotes beside something else, as in $x/cache and /srv/$x.
type eachNeed struct {
	entry int
	name  int
	text  []byte
}

func (n eachNeed) tears(src []byte) bool {
	for len(src) > 0 {
		i := bytes.Index(src, n.text)
		if i < 0 {
			return false
		}
		start := bytes.LastIndexByte(src[:i], '\n') + 1
		end := i + lineEnd(src[i:])
		for end < len(src) && src[end-1] == '\\' {
			end += 1 + lineEnd(src[end+1:])
		}
		if tearsLine(src[start:end], i-start+len(n.text)) {
			return true
		}
		src = src[end:]
	}
	return false
}

// tearsLine looks behind the name of a command on its line. Quotes may be those of a text that another shell reads as a script, so
// only what they surely enclose by itself is passed over: "$x" and what begins so.
func tearsLine(line []byte, from int) bool {
	for i := from; i < len(line); i++ {
		if line[i] == '`' {
			return true
		}
		if line[i] != '$' || i+1 == len(line) {
			continue
		}
		before := line[i-1]
		if before == '"' && bytes.Count(line[:i], []byte{'"'})%2 == 1 {
			continue
		}
		end := i + 1
		switch {
		case line[end] == '(':
			return true
		case line[end] == '{':
			if n := bytes.IndexByte(line[end:], '}'); n >= 0 {
				end += n + 1
			}
		default:
			for end < len(line) && (tokenByte[line[end]] && !isSign(line[end])) {
				end++
			}
		}
		if bytes.IndexByte([]byte(" \t="), before) < 0 || end < len(line) && bytes.IndexByte([]byte(" \t\r;&|)<>"), line[end]) < 0 {
			return true
		}
	}
	return false
}
