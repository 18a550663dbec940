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
		"255":                    "exit 255",
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

func TestShorten(t *testing.T) {
	for _, tc := range []struct {
		command, target string
		limit           int
		want            string
	}{
		{`/usr/bin/wipefs -a "$dev"`, "$dev", 40, `wipefs -a "$dev"`},
		{`parted --script --align optimal "$disk" mklabel gpt`, "$disk", 30, `parted … "$disk" mklabel …`},
		{`dd if=/dev/zero bs=1M count=100 conv=fsync of="${disk}3"`, "$13", 34, `dd if=/dev/zero … of="${disk}3"`},
		{`cat image.raw >"$dev"`, "$dev", 40, `cat image.raw >"$dev"`},
		{`lxc storage volume delete "$POOL" "$volume"`, "$volume", 34, `lxc … volume delete … "$volume"`},
		{`a | b`, "", 40, `a | b`},
		{`"`, "", 40, `"`},
	} {
		if got := shorten(tc.command, tc.target, "", tc.limit); got != tc.want {
			t.Errorf("shorten(%s) = %s, want %s", tc.command, got, tc.want)
		}
	}
}

func TestNamed(t *testing.T) {
	for _, tc := range [][3]string{
		{`wipefs -a "$dev"`, "$1", "$dev (= $1)"},
		{`wipefs -a "$dev"`, "$dev", "$dev"},
		{`wipefs -a "${dev}"`, "$dev", "$dev"},
		{`mkfs.ext4 "${disk}3"`, "$13", "${disk}3"},
		{`dd of="$dev" bs=1M`, `of="$dev"`, "$dev"},
		{`sgdisk --zap-all "$disk"`, "/dev/output of basename", "$disk"},
		{`wipefs -a "$dev"`, "/dev/sdb on $host", "$dev (= /dev/sdb) on $host"},
		{`wipefs -a /dev/$d`, "/dev/sdb on $1, /dev/sdc on $1", "/dev/$d on $1"},
		{`reinstall-os "$host"`, "this machine", "this machine"},
		{`cryptsetup luksFormat $opts $dev`, "$1", "$1"},
	} {
		if got := named(tc[0], tc[1], ""); got != tc[2] {
			t.Errorf("named(%s, %s) = %s, want %s", tc[0], tc[1], got, tc[2])
		}
	}
}
