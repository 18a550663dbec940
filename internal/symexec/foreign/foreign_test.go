package foreign

import "testing"

func TestCommands(t *testing.T) {
	for _, c := range []struct{ lang, program, want string }{
		{"python", `import shutil; shutil.rmtree("/srv/db")`, `rm -rf '/srv/db'`},
		{"python", "import sys, shutil\nd = sys.argv[1]\nshutil.rmtree(d, ignore_errors=True)", `rm -rf "${1}"`},
		{"python", `import os; os.system("wipefs -a /dev/" + os.environ["DISK"])`, "wipefs -a /dev/${DISK}"},
		{"python", `import subprocess; subprocess.run(["mkfs.ext4", "-F", dev], check=True)`, `'mkfs.ext4' '-F' "${wl_p1}"`},
		{"python", `subprocess.check_call("dropdb app", shell=True)`, "dropdb app"},
		{"python", `subprocess.check_call(f"dropdb {name}", shell=True)`, "dropdb ${wl_p1}"},
		{"python", "import glob, os\nfor f in glob.glob('/srv/db/*'):\n    os.remove(f)", "rm -f /srv/db/*"},
		{"python", `import os; os.remove(os.path.join("/srv/db", "ibdata1"))`, "rm -f '/srv/db''/''ibdata1'"},
		{"python", `l = [1]; l.remove(1)`, ""},
		{"python", "# os.system('dropdb app')\nprint('os.system')", ""},
		{"python", `p = Path("/srv/db/x"); p.unlink()`, "rm -f '/srv/db/x'"},
		{"perl", `unlink glob "/srv/db/*"`, "rm -f /srv/db/*"},
		{"perl", `unlink </srv/db/*>;`, "rm -f /srv/db/*"},
		{"perl", `use File::Path; rmtree("/srv/db");`, "rm -rf '/srv/db'"},
		{"perl", `system("wipefs", "-a", $ARGV[0]) == 0 or die`, `'wipefs' '-a' "${1}"`},
		{"perl", `system("wipefs -a $ENV{DISK}")`, "wipefs -a ${DISK}"},
		{"perl", "my $d = \"/dev/sdb\"; my $o = `wipefs -a $d`;", "wipefs -a /dev/sdb"},
		{"ruby", `FileUtils.rm_rf("/srv/db")`, "rm -rf '/srv/db'"},
		{"ruby", `FileUtils.rm_rf Dir.glob("/srv/db/*")`, "rm -rf /srv/db/*"},
		{"ruby", `system "dropdb #{ARGV[0]}"`, "dropdb ${1}"},
		{"node", `require('fs').rmSync('/srv/db', {recursive: true})`, "rm -rf '/srv/db'"},
		{"node", "require('child_process').execSync(`dropdb ${process.argv[2]}`)", "dropdb ${1}"},
		{"php", `exec("dropdb app");`, "dropdb app"},
		{"lua", `os.execute("dropdb app")`, "dropdb app"},
		{"awk", `{ system("wipefs -a /dev/" $1) }`, "wipefs -a /dev/${wl_p1}"},
		{"awk", `{ print "wipefs -a /dev/" $1 | "sh" }`, "wipefs -a /dev/${wl_p1}"},
		{"awk", `{ print "wipefs -a /dev/" $1 > "list" }`, ""},
		{"expect", "spawn ssh $host\nexpect \"$ \"\nsend \"wipefs -a /dev/sdb\\r\"\n", "ssh ${wl_p1}\nwipefs -a /dev/sdb"},
	} {
		if got, _ := Commands(c.lang, c.program); got != c.want {
			t.Errorf("%s: %s\n got %q\nwant %q", c.lang, c.program, got, c.want)
		}
	}
}

func TestPrinted(t *testing.T) {
	for _, c := range []struct{ program, want string }{
		{`{print "wipefs -a /dev/" $1}`, "wipefs -a /dev/${wl_p1}"},
		{`NR > 1 { print "zfs", "destroy", $1; n++ }`, "zfs destroy ${wl_p1}"},
		{`{ printf "dd if=/dev/zero of=/dev/%s bs=%d\n", $1, 4 }`, "dd if=/dev/zero of=/dev/${wl_p1} bs=4"},
		{`{ print $1 > "/tmp/x" }`, ""},
	} {
		if got, _ := Printed(c.program); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.program, got, c.want)
		}
	}
}

func TestReplaced(t *testing.T) {
	for _, c := range []struct{ program, want string }{
		{`s#^#wipefs -a /dev/#`, "wipefs -a /dev/${wl_p1}"},
		{`s/.*/zfs destroy &/`, "zfs destroy ${wl_p1}"},
		{`s/^\(.*\)$/lvremove -f vg\/\1/`, "lvremove -f vg/${wl_p2}"},
		{`s/^/rm -rf /;s/$/ foo/`, "rm -rf ${wl_p1} foo"},
		{`/^#/d; s/^/dropdb /`, "dropdb ${wl_p1}"},
		{`s/x/y/g`, ""},
		{`p`, ""},
	} {
		if got, _ := Replaced(c.program); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.program, got, c.want)
		}
	}
}
