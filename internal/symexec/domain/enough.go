package domain

import (
	"regexp"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Where machines hold copies of one another's data, a script may ask how many others hold it, and go on where that is enough: three
// replicas in sync, two healthy members. More than none means the opposite there of what it means of sessions and connections.

// copies are the words of a question for how many others have what one machine has.
var copies = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:in[-_ ]?sync|insync|isr|healthy|replicas?|copies|quorum|voters?|up[-_]?to[-_]?date|wsrep_cluster_size)(?:[^a-z]|$)`)

// others are those by which it is nevertheless asked who uses it, or who is not well.
var others = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:un|not[-_ ]?|out[-_ ]?of[-_ ]?|under[-_]?)(?:sync|insync|healthy|replicated)|(?:^|[^a-z])(?:sessions?|connections?|clients?|users?|jobs?|active|busy|lag|lost|missing|failed|stale|unhealthy|degraded)(?:[^a-z]|$)`)

// noteEnough records that a number which answers a question for copies is known to be two at least. One is no more than "some": who
// asks for one asks whether there are any.
func (x *Space) noteEnough(st *State, s *value.Sym) {
	k := st.Con(s)
	if s.Ask == nil || s.Ask.Prompt || k.Lo == nil || *k.Lo < 2 || s.About != 0 || !copies.MatchString(s.Ask.Command) || others.MatchString(s.Ask.Command) {
		return
	}
	c := x.ComparedOf(s.Ask)
	if c.Enough == 0 || *k.Lo < c.Enough {
		c.Enough = *k.Lo
	}
	x.recordAnswer(st, s.Ask, SaidEnough)
}
