// Package analyzers lists the rules. Each has a folder of its own with its page and its test data.
package analyzers

import (
	"github.com/wipelint/wipelint/analyzers/assumed"
	"github.com/wipelint/wipelint/analyzers/async"
	"github.com/wipelint/wipelint/analyzers/bypass"
	"github.com/wipelint/wipelint/analyzers/emptyselector"
	"github.com/wipelint/wipelint/analyzers/errexitoff"
	"github.com/wipelint/wipelint/analyzers/failopen"
	fallthroughrule "github.com/wipelint/wipelint/analyzers/fallthrough"
	"github.com/wipelint/wipelint/analyzers/fanout"
	"github.com/wipelint/wipelint/analyzers/ignored"
	"github.com/wipelint/wipelint/analyzers/inverted"
	"github.com/wipelint/wipelint/analyzers/lostcwd"
	"github.com/wipelint/wipelint/analyzers/opaque"
	"github.com/wipelint/wipelint/analyzers/pipemask"
	"github.com/wipelint/wipelint/analyzers/selectorsplit"
	"github.com/wipelint/wipelint/analyzers/stalestatus"
	"github.com/wipelint/wipelint/analyzers/strguard"
	"github.com/wipelint/wipelint/analyzers/subshellexit"
	"github.com/wipelint/wipelint/analyzers/suppression"
	"github.com/wipelint/wipelint/analyzers/toctou"
	"github.com/wipelint/wipelint/analyzers/trapwipe"
	"github.com/wipelint/wipelint/analyzers/unguarded"
	"github.com/wipelint/wipelint/analyzers/wrongtarget"
	"github.com/wipelint/wipelint/internal/rule"
)

// All returns the rules in the order of their codes. The slice is the caller's own.
func All() []*rule.Rule {
	return []*rule.Rule{
		unguarded.Rule,
		inverted.Rule,
		ignored.Rule,
		pipemask.Rule,
		failopen.Rule,
		stalestatus.Rule,
		subshellexit.Rule,
		errexitoff.Rule,
		async.Rule,
		wrongtarget.Rule,
		strguard.Rule,
		bypass.Rule,
		trapwipe.Rule,
		fallthroughrule.Rule,
		toctou.Rule,
		selectorsplit.Rule,
		emptyselector.Rule,
		fanout.Rule,
		lostcwd.Rule,
		opaque.Rule,
		suppression.Rule,
		assumed.Rule,
	}
}

// Strict returns the rules with those that are off turned into warnings.
func Strict() []*rule.Rule {
	all := All()
	for i, r := range all {
		if r.Severity == rule.Off {
			on := *r
			on.Severity = rule.Warning
			all[i] = &on
		}
	}
	return all
}
