package symexec

import (
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/prefilter"
)

// Scripts with a site must be candidates, wherever the name of the command comes from; the others show what the look at the
// words is for: they are not run.
func TestMayDestroy(t *testing.T) {
	cat := catalog.Builtin()
	for src, want := range map[string]bool{
		"mdadm --zero-superblock /dev/sda":                                      true,
		"M=mdadm; $M --zero-superblock /dev/sda":                                true,
		"M=/sbin/mdadm; N=$M; sudo $N --zero-superblock /dev/sda":               true,
		"M=mdadm; M=\"$M --zero-superblock\"; $M /dev/sda":                      true,
		"cmd=(mdadm); cmd+=(--zero-superblock); cmd+=(/dev/sda); \"${cmd[@]}\"": true,
		"cmd=(aws); cmd+=(ec2); cmd+=(terminate-instances); \"${cmd[@]}\"":      true,
		"cmd=wipefs; opts=-a; $cmd $opts /dev/sda":                              true,
		"opts=-a; wipefs $opts /dev/sda":                                        true,
		"set -- mdadm; set -- \"$@\" --zero-superblock; \"$@\"":                 true,
		"run() { \"$@\"; }; run mdadm --zero-superblock /dev/sda":               true,
		"zap() { $1 --zero-superblock /dev/sda; }; zap mdadm":                   true,
		"for c in wipefs sgdisk; do $c -a /dev/sda; done":                       true,
		"f() { local c=wipefs; $c -a /dev/sda; }; f":                            true,
		"${MKFS:-mkfs.ext4} /dev/sda":                                           true,
		"eval \"wipefs -a /dev/sda\"":                                           true,
		"sh -c \"if true; then $M -a $d; fi\"; M=wipefs":                        true,
		"sh -c 'grep '\\''x'\\'' y && {\nwipefs -a /dev/sda; }'":                true,
		"ssh h <<EOF\nif [ $x = 1 ]; then\nwipefs -a $d\nfi\nEOF":               true,
		"ssh h \"if test $(cat x); then wipefs -a $d; fi\"":                     true,
		"$P/wipefs -a /dev/sda":                                                 true,
		"mkfs.$fs /dev/sda":                                                     true,
		"log \"if $x then wipefs -a\"":                                          false,
		"trap '\\firstboot' EXIT; eval 'true&&\\firstboot'":                     true,
		"sh -c '(firstboot)'":                                                   true,
		"trap 'wipefs -a /dev/sda' EXIT":                                        true,
		"ssh h <<EOF\nwipefs -a /dev/sda\nEOF":                                  true,
		"D=/var/lib/mysql; rm -rf $D":                                           true,
		"rm -rf \"$PGDATA\"/*; PGDATA=/var/lib/postgresql/15":                   true,
		"d=/dev/sda; cat x >$d":                                                 true,
		"M=fdisk; $M -l /dev/sda":                                               false,
		"R=/sbin/wipefs; [ -x $R ] && $R --no-act /dev/sda":                     false,
		"redis-cli SISMEMBER cache \"$sum\"":                                    false,
		"apt-get install mdadm; $EDITOR x; echo zero-superblock":                false,
		"rm -rf \"$tmp\"; echo /var/lib/mysql":                                  false, // nothing puts that into tmp
		"rm -rf \"$tmp\"; echo /opt/x":                                          false,
		"d=/dev/sda; cat x >${d}1":                                              true,
		"d=/dev; cat x >$d/sda":                                                 true,
		"d=/dev; cat x >$d/null; wipe=/dev/sda; y < $wipe; >$n.log":             false,
		"echo done >$log; ls /dev/null":                                         false,
	} {
		if got := prefilter.MayDestroy(cat, script.Parse("a.sh", []byte(src), script.Options{})); got != want {
			t.Errorf("MayDestroy(%q) = %v, want %v", src, got, want)
		}
	}
}

// A script names the command, or the place, and the file that it sources runs it.
func TestMayDestroyTogether(t *testing.T) {
	cat := catalog.Builtin()
	parse := func(src string) *script.Script { return script.Parse("a.sh", []byte(src), script.Options{}) }
	for _, files := range [][2]string{
		{"M=mdadm; . ./lib.sh; zap", "zap() { $M --zero-superblock /dev/sda; }"},
		{"D=/var/lib/mysql; . ./lib.sh; zap", "zap() { rm -rf \"$D\"; }"},
		{". ./lib.sh; zap mdadm", "zap() { $1 --zero-superblock /dev/sda; }"},
	} {
		if !prefilter.MayDestroy(cat, parse(files[0]), parse(files[1])) {
			t.Errorf("MayDestroy(%q) = false", files)
		}
	}
}
