package models

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// decoded prints what base64 -d and xxd -r -p make of a text that is known; nil for other uses.
func (x *Tools) decoded(cl *domain.CallInfo, st *domain.State) []*domain.State {
	words, plain := constants(cl.Args[1:], st)
	in, ok := x.inputText(st, nil)
	text, known := in.Constant()
	if !plain || !ok || !known {
		return nil
	}
	out, ok := effects.Decode(cl.Name, words, text)
	if !ok {
		return nil
	}
	return x.Print(x.dom.SetStatus(x.unread(st, nil), domain.Status{Val: value.Lit("0"), At: cl.Whole}), value.Lit(out))
}
