package value

import (
	"strconv"
	"strings"
)

func HoldsInt(a int, op string, b int) bool {
	switch op {
	case "-eq", "==":
		return a == b
	case "-ne", "!=":
		return a != b
	case "-lt", "<":
		return a < b
	case "-le", "<=":
		return a <= b
	case "-gt", ">":
		return a > b
	case "-ge", ">=":
		return a >= b
	}
	return false
}

var Flipped = map[string]string{"-eq": "-eq", "-ne": "-ne", "-lt": "-gt", "-gt": "-lt", "-le": "-ge", "-ge": "-le",
	"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

// EndsLike reports whether a number that a value may stand for can be n, as far as the digits at the value's end tell.
func EndsLike(v Value, n int) bool {
	last := v[len(v)-1]
	if last.Sym != nil {
		return true
	}
	text := strings.TrimRight(last.Lit, " \t\n")
	digits := text[len(strings.TrimRight(text, "0123456789")):]
	want := strconv.Itoa(max(n, -n))
	for len(want) < len(digits) {
		want = "0" + want
	}
	return strings.HasSuffix(want, digits)
}

func ParseInt(s string) (int, error) {
	return strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(s), "+"))
}

var Negated = map[string]string{"-eq": "-ne", "-ne": "-eq", "-lt": "-ge", "-ge": "-lt", "-gt": "-le", "-le": "-gt",
	"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

// Bounded adds a bound to what is known of a number; ok is false when that is impossible.
func Bounded(k *Con, op string, n int) (*Con, bool) {
	c := k.Clone()
	c.Nonempty, c.Set = Yes, Yes
	low := func(v int) {
		if c.Lo == nil || *c.Lo < v {
			c.Lo = &v
		}
	}
	high := func(v int) {
		if c.Hi == nil || *c.Hi > v {
			c.Hi = &v
		}
	}
	switch op {
	case "-eq", "==":
		low(n)
		high(n)
	case "-ne", "!=":
		if k.Lo != nil && k.Hi != nil && *k.Lo == n && *k.Hi == n {
			return nil, false
		}
		if k.Lo != nil && *k.Lo == n {
			low(n + 1)
		} else if k.Hi != nil && *k.Hi == n {
			high(n - 1)
		} else {
			c = c.WithNe(strconv.Itoa(n)).WithAnswer("number", true)
		}
	case "-lt", "<":
		high(n - 1)
	case "-le", "<=":
		high(n)
	case "-gt", ">":
		low(n + 1)
	case "-ge", ">=":
		low(n)
	}
	if c.Lo != nil && c.Hi != nil && *c.Lo > *c.Hi || k.Nonempty == No {
		return nil, false
	}
	if c.Lo != nil && c.Hi != nil && *c.Lo == *c.Hi {
		if k.Refutes(strconv.Itoa(*c.Lo)) {
			return nil, false
		}
		return c.WithEq(strconv.Itoa(*c.Lo)), true
	}
	return c, true
}
