package value

import (
	"crypto/sha256"
	"strconv"
)

// A keyBuilder is a strings.Builder that keeps its memory.
type KeyBuilder struct{ Buf []byte }

func (b *KeyBuilder) Reset() { b.Buf = b.Buf[:0] }

func (b *KeyBuilder) WriteString(s string) { b.Buf = append(b.Buf, s...) }

// text writes a text, of a very long one a hash: a run keeps the keys of all the states that it has seen.
func (b *KeyBuilder) text(s string) {
	if len(s) < hashedText {
		b.WriteString(s)
		return
	}
	sum := sha256.Sum256([]byte(s))
	b.Put(2)
	b.Integer(len(s))
	b.Buf = append(b.Buf, sum[:]...)
}

const hashedText = 4 << 10

func (b *KeyBuilder) Write(p []byte) (int, error) {
	b.Buf = append(b.Buf, p...)
	return len(p), nil
}

func (b *KeyBuilder) Put(c byte) { b.Buf = append(b.Buf, c) }

func (b *KeyBuilder) String() string { return string(b.Buf) }

func (b *KeyBuilder) Number(n uint64) { b.Buf = strconv.AppendUint(b.Buf, n, 36) }

// Numbers writes numbers that belong together.
func (b *KeyBuilder) Numbers(ns ...uint64) {
	for i, n := range ns {
		if i == 0 {
			b.Put('|')
		} else {
			b.Put(':')
		}
		b.Number(n)
	}
}

func (b *KeyBuilder) Integer(n int) { b.Buf = strconv.AppendInt(b.Buf, int64(n), 10) }

// What identity writes of each part, and the same question asked of two states at once.

// Value writes a value that others may follow.
func (b *KeyBuilder) Value(v Value) {
	v.WriteKey(b)
	b.Put(2)
}
