package symexec

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/proof"
)

func runBounded(text string, b effects.Bounds) *Result {
	return RunWith(context.Background(), Input{Script: script.Parse("a.sh", []byte(text), script.Options{}), Catalog: catalog.Builtin(), Bounds: b})
}

// manyWays is a script with so many combinations that its budget does not last with any bounds, and with commands in all kinds of places
// behind them.
func manyWays() string {
	var b strings.Builder
	b.WriteString("#!/bin/bash\nouter() {\n")
	for i := range 12 {
		fmt.Fprintf(&b, "for a%d in $A%d; do if [ \"$a%d\" ]; then v%d=$a%d; fi\n", i, i, i, i, i)
	}
	b.WriteString("pgrep -x mysqld && exit 1\n[ $? -eq 1 ] || exit 2\nmkfs.ext4 /dev/sda\n")
	b.WriteString(strings.Repeat("done\n", 12))
	b.WriteString(`}
outer
wipefs -a "$1"
if false; then mkfs.ext4 /dev/sdb; fi
x=$(wipefs -a /dev/sdc; echo x)
ssh "$h" 'mkfs.ext4 /dev/sdd'
echo /dev/sde | xargs wipefs -a
$SUDO mkfs.ext4 /dev/sdf
case $1 in a) mkfs.ext4 /dev/sdg ;; esac
helper() { "$@"; }
trap 'mkfs.ext4 /dev/sdh' EXIT
unused() { mkfs.ext4 /dev/sdi; }
`)
	return b.String()
}

// TestDegrades takes away the budget: every destructive command is listed, and none is proved.
func TestDegrades(t *testing.T) {
	text := manyWays()
	for _, b := range []effects.Bounds{{MinSteps: 1, Steps: 1, AloneSteps: 1}, {MinSteps: 40, Steps: 1, AloneSteps: 40}, {}} {
		r := runBounded(text, b)
		found := map[string]*proof.Site{}
		for _, s := range r.Sites {
			found[s.At.Text()+" "+strings.Join(s.Targets, " ")] = s
		}
		for _, want := range strings.Fields("mkfs.ext4:/dev/sda wipefs:$1 mkfs.ext4:/dev/sdb wipefs:/dev/sdc mkfs.ext4:/dev/sdd wipefs:/dev/sde mkfs.ext4:/dev/sdf mkfs.ext4:/dev/sdg mkfs.ext4:/dev/sdh mkfs.ext4:/dev/sdi") {
			command, target, _ := strings.Cut(want, ":")
			var site *proof.Site
			for name, s := range found {
				if strings.HasPrefix(name, command) && (strings.Contains(name, target) || strings.Contains(s.Whole.Text(), target)) {
					site = s
				}
			}
			if site == nil {
				if b.MinSteps > 0 || target != "/dev/sdb" { // a run that comes to its end knows that nothing leads there
					t.Errorf("bounds %+v: no %s in %v", b, want, keys(found))
				}
				continue
			}
			if b.MinSteps > 0 && (!site.Over || site.Cut == nil || site.Cut.Reason != domain.Separately) {
				t.Errorf("bounds %+v: %s is not said to be unproved", b, want)
			}
		}
		if len(r.Incomplete) > 0 {
			t.Errorf("bounds %+v: incomplete at %q", b, r.Incomplete[0].Text())
		}
	}
}

func keys(m map[string]*proof.Site) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

// TestDegradingIsLinear doubles a script whose budget does not last: the work may double, and little more.
func TestDegradingIsLinear(t *testing.T) {
	steps := func(n int) int {
		var b strings.Builder
		b.WriteString("#!/bin/bash\n")
		for i := range n {
			fmt.Fprintf(&b, "for a in $A%d; do for b in $B%d; do for c in $C%d; do if test-%d \"$a$b$c\"; then v%d=$c; else w%d=$a; fi; done; done; done\n", i, i, i, i, i%9, i%7)
		}
		b.WriteString("case $v1$v2$v3$v4$v5$v6$w1$w2$w3$w4 in x) exit ;; esac\nmkfs.ext4 \"$v0$w0\"\n")
		return runBounded(b.String(), effects.Bounds{MinSteps: 200}).Steps
	}
	if few, many := steps(40), steps(80); many > 3*few {
		t.Errorf("%d steps for 40 loops, %d for 80", few, many)
	}
}

// TestUncalledFirst judges a function where another one calls it, whichever stands first, and says so of no function that is named.
func TestUncalledFirst(t *testing.T) {
	r := runText(t, "#!/bin/bash\nwipe() { mkfs.ext4 /dev/sda; }\nsafe() { pgrep -x mysqld && return; wipe; }\n")
	if len(r.Sites) != 1 || !r.Sites[0].Alone || r.Sites[0].From != "safe" || r.Sites[0].Called != nil || len(r.Sites[0].Hits[0].Answers) == 0 {
		t.Errorf("wipe is not judged where safe calls it: %+v", r.Sites[0])
	}
	for _, text := range []string{
		"if false; then wipe; fi", "if true; then exit; fi; wipe", "action=wipe", "handler='wipe now'", "trap wipe USR1; exit", "register wipe", "x=${y:-wipe}",
	} {
		r := runText(t, "#!/bin/bash\nwipe() { mkfs.ext4 /dev/sda; }\n"+text+"\n")
		for _, s := range r.Sites {
			if s.Alone && s.Called == nil {
				t.Errorf("%s: said to be called nowhere", text)
			}
		}
		if len(r.Sites) != 1 {
			t.Errorf("%s: %d sites", text, len(r.Sites))
		}
	}
	if r := runText(t, "#!/bin/bash\n# wipe is for others\nwipe() { [ \"$1\" ] && wipe; mkfs.ext4 /dev/sda; }\n"); r.Sites[0].Called != nil {
		t.Error("its own call counts")
	}
}

// An array of many elements each of which may be one of several texts is no loss of ways, and takes no longer than its length.
func TestArrayOfDefaults(t *testing.T) {
	text := "#!/bin/bash\nf() {\n  declare -a e=("
	for i := range 14 {
		text += fmt.Sprintf("\"v%d=${v%d:-${V%d:-}}\" ", i, i, i)
	}
	text += ")\n  env \"${e[@]}\" wipefs -a /dev/sdb\n}\nf\n"
	for _, b := range []effects.Bounds{{}, {States: 1, FactSets: 1}, {States: 4}} {
		if r := runBounded(text, b); len(r.Incomplete) > 0 || len(r.Sites) != 1 || r.Steps > 5000 {
			t.Errorf("%+v: %d steps, %d sites, incomplete: %v", b, r.Steps, len(r.Sites), r.Incomplete)
		}
	}
}
