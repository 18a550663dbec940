package catalog

import "testing"

func TestSpeaks(t *testing.T) {
	c := Builtin()
	for _, text := range []string{"destroy", "wipefs -a", "-a", "mkfs.xfs", "/var/lib/mysql", "/dev/sdb", "/dev/", "$PGDATA", "/"} {
		if !c.Speaks(text) {
			t.Errorf("%q says nothing", text)
		}
	}
	for _, text := range []string{"", "hello", "/tmp/foo", "enp0s1", "stopped", "12"} {
		if c.Speaks(text) {
			t.Errorf("%q speaks", text)
		}
	}
}
