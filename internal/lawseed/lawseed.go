// Package lawseed gives the laws that rapid tries with random values the same values in every run. A law that held where a
// change was made then holds on the build machine, too; RAPID_SEED or -rapid.seed tries other values. A test that uses rapid
// imports it for its effect:
//
//	import _ "github.com/wipelint/wipelint/internal/lawseed"
package lawseed

import (
	"flag"

	_ "pgregory.net/rapid" // registers the flag
)

const seed = "20140110"

// The flags of the command line are read later and win; so does RAPID_SEED, which rapid has read already.
func init() {
	if f := flag.Lookup("rapid.seed"); f != nil && f.Value.String() == "0" {
		if err := f.Value.Set(seed); err != nil {
			panic(err)
		}
	}
}
