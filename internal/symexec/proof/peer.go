package proof

import (
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// peerName is what scripts call another thing of the same kind as the one that they have in hand.
var peerName = regexp.MustCompile(`(?i)(?:^|[-_.])(?:partner|peer|pair|buddy|sibling|twin|other|counterpart|standby|primary|secondary|replica|master|slave|leader|follower)(?:s|es)?(?:$|[-_.0-9])`)

// isPeer reports whether a text is, by the name of the variable that holds it, of the array that it is an entry of, or of the command that
// printed it, another thing of the kind of what it was looked up with: partner=$(pair-of "$host").
func (x *Ledger) isPeer(st *domain.State, v value.Value) bool {
	s := v.Single()
	if s == nil || s.Kind == value.SymArg || s.Kind == value.SymElem {
		return false
	}
	for y := s; y != nil; y = y.Root {
		if peerName.MatchString(y.Name) || y.Listing != nil && len(y.Listing.Words) > 0 && peerName.MatchString(y.Listing.Words[0].String()) {
			return true
		}
		if y.Root == y {
			break
		}
	}
	for held := range strings.SplitSeq(x.dom.Holders(st, v), ",") {
		if name, _, _ := strings.Cut(held, "@"); peerName.MatchString(name) {
			return true
		}
	}
	return false
}
