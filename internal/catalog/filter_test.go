package catalog

import (
	"strings"
	"testing"
)

func TestMayDestroy(t *testing.T) {
	c := Builtin()
	tests := []struct {
		src  string
		want bool
	}{
		{"wipefs -a $d", true},
		{"sudo /usr/sbin/wipefs -a $d", true},
		{`"wipefs" -a $d`, true},
		{`w""ipefs -a $d`, true},
		{`wipe\fs -a $d`, true},
		{`mk"fs.ext4" $d`, true},
		{"wipe\\\nfs -a", true},
		{"${WIPE:-wipefs} -a", true},
		{"${WIPE-wipefs} -a", true},
		{"mkfs.$t $d", true},
		{"T=mkfs; $T.ext4 x", true},
		{"run mkfs.ext4 x", true},
		{"dd if=x of=$d", true},
		{"dd if=x | cat # of those", true}, // $key=/dev/sda may be of=
		{"echo of=x", false},
		{"cat image > /dev/sda", true},
		{"cat image > /dev/$d", true},
		{"cat image > \"/dev/$d\"", true},
		{"cat image >/dev/null 2>/dev/stderr", false},
		{"tee /dev/stderr! </dev/null", true},
		{"exec 3<>/dev/tcp/h/1", false},
		{"d=/dev; cat >$d/sda", true},
		{"rm -rf $tmp", false},
		{"rm -rf /tmp/x", false},
		{"rm -rf /tmp/x/../..", true},
		{"rm -rf /usr /lib/x", true},
		{"rm -rf \\\n  x '/usr/lib/'", true},
		{"ls /usr\nrm -rf x", true}, // by which ways a path gets to a command the text alone does not tell
		{"set -- -rf /usr\nrm \"$@\"", true},
		{"ls /proc/self\nrm -rf x", false},
		{"x=\"/usr/lib\"; rm -rf \"$x\"", true},
		{"rm -rf /usr/share/x; ls -d /usr", true}, // a look at the line, no more
		{"rm -rf x/..", false},
		{"rm -rf /var/lib/mysql", true},
		{"D=/var/lib; rm -rf $D/mysql", true},
		{"for d in mysql redis; do rm -rf /var/lib/$d; done", true},
		{"rm -rf /", true},
		{"rm -rf \"$dir\"/*", true},
		{"rm -rf ${dir}/*", true},
		{"rm -rf $dir/*", true},
		{"rm -rf /data/x", true},
		{"for d in data srv; do rm -rf /$d; done", true},
		{"rm -rf data/x", false},
		{"rm -rf \"$dir\"/usr", true},
		{"rm -rf ${dir}/bin", true},
		{"rm -rf $dir/lib", true},
		{"rm -rf /home/$user", true},
		{"rm -rf \"$dir\"/client", false},
		{"rm -rf \"$dir/client\"", false},
		{"rm -rf $dir/client", true},
		{"rm -rf x \\\n\t$dir.old", true},
		{"rm -rf x\necho $dir.old", false},
		{"rm -rf \"$a\" ${b}x", true},
		{"large=/LARGE0; find \"$large/$logs\" -delete", true},
		{"psql -c 'drop\ndatabase x'", true},
		{"psql -c 'DROP DATABASE x'", true},
		{"psql -c 'select 1'", false},
		{"kubectl get pvc", false},
		{"kubectl delete pod x", true},
		{"kubectl delete pvc x", true},
		{"aws s3 ls", false},
		{"aws ec2 terminate-instances --instance-ids x", true},
		{"megacli -cfgclr -a0", true},
		{"echo hello", false},
		{"", false},
		{"# wipefs -a x\n\t# mkfs x\necho", false},
		{"echo x # y\nwipefs", true},
		{"swipefsx", false},
		{strings.Repeat("x", 1000) + " wipefs", true},
	}
	for _, tt := range tests {
		if got := c.MayDestroy([]byte(tt.src)); got != tt.want {
			t.Errorf("MayDestroy(%.60q) = %v, want %v", tt.src, got, tt.want)
		}
	}
}

func TestMayDestroyUser(t *testing.T) {
	user, err := Decode("f", []byte("[[destructive]]\ncommand = \"reinstall-os\"\n[[destructive]]\ncommand = \"wi?e*\"\n[[destructive]]\ncommand = \"zap\"\ntarget = 1\nonly = [\"/opt/**\", \"*.db\"]\nonly-known = true\n"))
	if err != nil {
		t.Fatal(err)
	}
	for src, want := range map[string]bool{"reinstall-os": true, "wiper": true, "zap /opt/x": true, "zap x.db": true, "zip": false, "ssh h 'reinstall-os'": true} {
		if got := user.MayDestroy([]byte(src)); got != want {
			t.Errorf("MayDestroy(%q) = %v, want %v", src, got, want)
		}
	}
}

func TestNeedles(t *testing.T) {
	n := strings.Join(Builtin().Needles(), " ")
	for _, want := range []string{"wipefs", "mkfs.", "dd", "megacli"} {
		if !strings.Contains(" "+n+" ", " "+want+" ") {
			t.Errorf("needles %s have no %s", n, want)
		}
	}
}

func BenchmarkMayDestroy(b *testing.B) {
	c := Builtin()
	src := []byte(strings.Repeat(`# a comment of some length about nothing in particular
if [ -f "$file" ] && grep -q "^$name" "$file"; then
	echo "found $name in $file" >&2
	rm -f "$tmp/$name.$$" >/dev/null 2>&1 || exit 1
fi
`, 500))
	if c.MayDestroy(src) {
		b.Fatal("the text has a site")
	}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		c.MayDestroy(src)
	}
}

func BenchmarkMatch(b *testing.B) {
	c := Builtin()
	calls := [][]string{{"echo", "x"}, {"wipefs", "-a", "/dev/sda"}, {"mkfs.ext4", "-F", "/dev/sda1"}, {"rm", "-rf", "/tmp/x"}, {"ls"}, {"grep", "-q", "x", "y"}}
	for b.Loop() {
		for _, w := range calls {
			c.Destructive(w)
			c.Guard(w)
			c.Wrapper(w)
		}
	}
}
