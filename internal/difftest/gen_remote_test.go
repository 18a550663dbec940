package difftest

import (
	"strings"
	"testing"
)

// TestGeneratedScriptsReachElsewhere finds each wrapper of the sandbox, and each form of remote text, in generated scripts, and
// counts how many scripts have any.
func TestGeneratedScriptsReachElsewhere(t *testing.T) {
	t.Parallel()
	want := map[string]bool{"<<REMOTE": true, "<<'REMOTE'": true, "xargs -n1 ": true, "xargs -I": true, "-P 2": true, "xargs -n1 -a": true, "-exec": true, "flock -n 9": true, "ssh -n": true, "pdsh -S": true, "clush -S": true,
		"pssh -H": true, "ansible h1,h2": true, "salt -L": true, "dsh -g web": true, "docker exec": true, "kubectl exec": true, "root@db1": true, " && wipe-disk\"": true, `\$`: true, "255": true}
	for _, name := range carrierNames() {
		want[name+" "] = true
	}
	const seeds = 4000
	scripts, elsewhere := 0, 0
	for seed := range uint64(seeds) {
		cases := Generate(seed)
		if len(cases) == 0 {
			continue
		}
		text := cases[0].Text
		scripts++
		found := strings.Contains(text, "xargs") || strings.Contains(text, "find . -maxdepth")
		for _, name := range carrierNames() {
			found = found || strings.Contains(text, name+" ")
		}
		if found {
			elsewhere++
		}
		for w := range want {
			if strings.Contains(text, w) {
				delete(want, w)
			}
		}
	}
	for w := range want {
		t.Errorf("no script of %d has: %s", scripts, w)
	}
	if share := float64(elsewhere) / float64(scripts); share < 0.2 || share > 0.4 {
		t.Errorf("%d of %d scripts go through wrappers, want about a quarter", elsewhere, scripts)
	} else {
		t.Logf("%d of %d scripts go through wrappers", elsewhere, scripts)
	}
}
