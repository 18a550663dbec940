package finding

import (
	"slices"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/catalog"
)

func TestWords(t *testing.T) {
	for command, want := range map[string][]string{
		`is-idle db1`:               {"is-idle", "db1"},
		`is-idle "$host"`:           {"is-idle", "\x00host\x00"},
		`ssh "$1" 'pgrep -x mysql'`: {"ssh", "\x001\x00", "pgrep -x mysql"},
		`x-"$(y)"`:                  {"x-\x00\x00"},
		`a | b`:                     nil,
		`"`:                         nil,
	} {
		if got := words(command); !slices.Equal(got, want) {
			t.Errorf("words(%s) = %q, want %q", command, got, want)
		}
	}
}

func TestClip(t *testing.T) {
	long := strings.Repeat("ö", longest)
	for s, want := range map[string]string{
		"a  b\n\tc":    "a b c",
		long:           long,
		long + "x":     long[:2*(longest-1)] + "…",
		"x" + long[2:]: "x" + long[2:],
	} {
		if got := clip(s); got != want {
			t.Errorf("clip(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestStatusText(t *testing.T) {
	for status, want := range map[string]string{
		"":                       "",
		"255":                    "exit status 255",
		"any status but 0 and 1": "any exit status but 0 and 1",
		"killed by a signal":     "killed by a signal",
	} {
		f := &Finding{Flaw: &guardflow.Flaw{Status: status}}
		if got := f.StatusText(); got != want {
			t.Errorf("StatusText for %q = %q, want %q", status, got, want)
		}
	}
}

func TestStopCode(t *testing.T) {
	for _, tc := range []struct {
		guard *catalog.Guard
		want  string
	}{
		{nil, ""},
		{&catalog.Guard{}, ""},
		{&catalog.Guard{IdleStatus: []int{0}}, "g || exit 1"},
		{&catalog.Guard{IdleStatus: []int{1}}, "rc=0; g || rc=$?; case $rc in 1) ;; *) exit 1 ;; esac"},
		{&catalog.Guard{IdleStatus: []int{3, 4}}, "rc=0; g || rc=$?; case $rc in 3 | 4) ;; *) exit 1 ;; esac"},
		{&catalog.Guard{IdleOutput: "zero"}, `n=$(g) && [ "$n" -eq 0 ] || exit 1`},
		{&catalog.Guard{IdleOutput: "empty"}, `out=$(g) && [ -z "$out" ] || exit 1`},
		{&catalog.Guard{IdleOutput: "words", IdleWords: []string{"idle", "spare"}}, `answer=$(g) && [ "$answer" = idle ] || exit 1`},
		{&catalog.Guard{Query: true}, `answer=$(g) || exit 1`},
	} {
		if got := stopCode("g", tc.guard); got != tc.want {
			t.Errorf("stopCode(%+v) = %q, want %q", tc.guard, got, tc.want)
		}
	}
}

func TestList(t *testing.T) {
	for want, names := range map[string][]string{
		"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"},
	} {
		if got := List(names); got != want {
			t.Errorf("List(%q) = %q, want %q", names, got, want)
		}
	}
}
