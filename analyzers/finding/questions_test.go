package finding

import (
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A question goes to the program that the script names, and one about files names the process where their folder tells it.
func TestQuestionOf(t *testing.T) {
	for _, tc := range []struct {
		call string
		want string
	}{
		{`podman rm -fv "$c"`, `state=$(podman SCOPE inspect -f '{{.State.Status}}' TARGET) && [ "$state" = exited ] || exit 1`},
		{`docker container rm -v "$c"`, asksContainer},
		{`nerdctl rm -v "$c"`, ""},
		{`"$KUBECTL" --context "$c" delete ns "$n"`, `out=$("$KUBECTL" SCOPE get pods -n TARGET -o name) && [ -z "$out" ] || exit 1`},
		{`${HELM} uninstall "$r"`, asksRelease},
		{`"$TOOL" delete ns "$n"`, ""},
		{`deluser --remove-home "$u"`, asksUser},
	} {
		if got := questionOf(tc.call, catalog.KindNone); got != tc.want {
			t.Errorf("questionOf(%s) = %s, want %s", tc.call, got, tc.want)
		}
	}
	for path, want := range map[string]string{
		"/var/lib/ceph/osd/ceph-$ID/block": "ceph-osd", "/var/lib/mysql": "'mysqld|mariadbd'", "/var/lib/mysqlite": "", "/srv/etcd": "", "/var/lib/etcd/member on $h": "etcd",
	} {
		if got := processOf(path); got != want {
			t.Errorf("processOf(%s) = %s, want %s", path, got, want)
		}
	}
}

func TestSettingsAreNoGuards(t *testing.T) {
	for name, want := range map[string]bool{
		"is_true": true, "ocf_is_true": true, "getargbool": true, "is_idle": false, "is_in_use": false, "check_drained": false, "is_set": true,
	} {
		if setting.MatchString(name) != want {
			t.Errorf("%s: a setting = %t", name, !want)
		}
	}
}
