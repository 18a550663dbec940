package guardflow

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
)

// TestComposedCalls has scripts that may call wipe_disk by a name that they put together, and some that cannot.
func TestComposedCalls(t *testing.T) {
	for text, may := range map[string]bool{
		`"wipe_$1"`:                              true,
		`"${1}_disk" /dev/sdb`:                   true,
		`f="w${a}_${b}"; echo "$f"`:              true,
		`fs=("wipe_${x}"); run`:                  true,
		`"$1"`:                                   true,
		`"$@"`:                                   true,
		`eval "$line"`:                           true,
		`trap "wipe_$x" EXIT`:                    true,
		`compgen -A function | sort`:             true,
		`declare -F | while read -r; do :; done`: true,
		`"make_$1"`:                              false,
		`echo "$1" "no wipe_$1 here!"`:           false,
		`f="${a}_part"; "x_$1"`:                  false,
		`export -f other; x=1`:                   false,
	} {
		s := script.Parse("x.sh", []byte("#!/bin/bash\nwipe_disk() { wipefs -a \"$1\"; }\nexit_early || exit\n"+text+"\n"), script.Options{})
		res := Analyze(t.Context(), &Input{Context: t.Context(), Script: s, Catalog: catalog.Builtin()})
		var site *Site
		for _, o := range res.Sites {
			if strings.HasPrefix(o.Command, "wipefs") {
				site = o
			}
		}
		if site == nil {
			t.Errorf("%s: no site", text)
			continue
		}
		if !site.Alone {
			continue // it was found to be called
		}
		if (site.Called != nil) != may {
			t.Errorf("%s: may be called is %v, want %v", text, site.Called != nil, may)
		}
		for _, a := range site.Approximations {
			if may && a.Reason == domain.Uncalled {
				t.Errorf("%s: %s", text, a.Text)
			}
		}
	}
}
