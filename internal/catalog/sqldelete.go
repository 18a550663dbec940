package catalog

import (
	"regexp"
	"slices"
	"strings"
)

// sqlAlways is a condition that each row meets, up to the end of its statement: where 1=1, where true.
var sqlAlways = regexp.MustCompile(`\bwhere \(?(1 ?= ?1|true|1|not false|not 0|'1' ?= ?'1'|'a' ?= ?'a'|'x' ?= ?'x'|1 ?<> ?0|1 ?!= ?0|0 ?= ?0)\)?( (returning|limit|order by) .*)?["')]*$`)

// containsUnless tells whether some statement of the texts has one of the words and none of those that narrow it: DELETE FROM without a
// WHERE, whatever other statements have. A condition that each row meets narrows nothing.
func containsUnless(words, unless, texts []string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		for stmt := range strings.SplitSeq(WithoutSQLComments(text), ";") {
			stmt = normal(stmt)
			if containsAny(words, []string{stmt}) && (!containsAny(unless, []string{stmt}) || sqlAlways.MatchString(stmt)) {
				return true
			}
		}
		return false
	})
}
