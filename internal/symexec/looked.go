package symexec

import (
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// looked notes the questions whose answers a test or a case looks at.
func (x *exec) looked(v value.Value) {
	if len(x.dom.AskList) == 0 || v.FirstSym() == nil {
		return
	}
	for _, a := range x.dom.AskList {
		if !a.Made && !a.Prompt && proof.LookedUpBy(v, a) {
			x.dom.Looked[a.PlaceAsk] = true
		}
	}
}

// Looked reports whether a test, a case or a filter's status looks at what a question has said.
func (r *Result) Looked(a *value.Ask) bool { return r.x.dom.Looked[a.PlaceAsk] }

// LooksUp reports whether a script takes something out of a question for what is on a device, as its identifier, its label or the kind of its
// table, and no test looks at it: nobody reads whether there is anything.
func (r *Result) LooksUp(a *value.Ask, way []*domain.Step) bool {
	if a.Entry.Asks != catalog.AsksContent || r.x.dom.Looked[a.PlaceAsk] {
		return false
	}
	captured, cut := false, false
	for _, s := range way {
		if s.Ask == nil || s.Ask.PlaceAsk != a.PlaceAsk {
			continue
		}
		switch s.Kind {
		case domain.Asked:
			captured, cut = s.Detail != nil && s.Captured, false
		case domain.PipeMasked:
			cut = true
		case domain.Consumed, domain.StaleRead, domain.Masked, domain.ErrexitIgnored, domain.TestFailed:
			return false
		default: // it takes no answer
		}
	}
	return captured && cut
}

// DemandsKind reports whether a script compares what is on a device with the name of a kind of content: it asks for what it means to destroy
// or to convert, and not whether there is anything.
func (r *Result) DemandsKind(a *value.Ask) bool {
	if a.Entry.Asks != catalog.AsksContent {
		return false
	}
	c := r.x.dom.Compared[a.PlaceAsk]
	return c != nil && c.Kind
}

// DecidesElse reports whether the script acts on a question's answer, and that has nothing to do with a site.
func (r *Result) DecidesElse(a *value.Ask, site *proof.Site) bool {
	return r.x.prog.DecidesElse(a.At, site.At)
}

// GivesUp reports whether the script may end where a question is answered with "in use" or fails.
func (r *Result) GivesUp(a *value.Ask) bool { return r.x.prog.GivesUp(a.At) }
