package catalog

import (
	"strings"
	"testing"
)

func TestWide(t *testing.T) {
	rm, ok := Builtin().Selection(strings.Fields("rm -rf x"))
	if !ok {
		t.Fatal("rm -rf x selects nothing")
	}
	for text, want := range map[string]bool{
		"/": true, "//": true, "/*": true, "/.*": true, "/*/": true, "/*/*": true, "/usr": true, "/usr/": true, "/usr/*": true, "/bin": true,
		"/home/": true, "/home//*": true, "/LARGE0/": true, "/LARGE0//*": true, "/var/lib/": true, "/./": true,
		"": false, "/LARGE0": false, "/LARGE0/*": false, "/usr/share/client": false, "/srv/client/": false, "/tmp/": false, "/tmp//*": false, "/run/": false,
		"/dev/": false, "usr": false, ".": false, "/\x00x\x00/": false, "*": false,
	} {
		if got := rm.Wide(text); got != want {
			t.Errorf("rm -rf %q selects everything: %v, want %v", text, got, want)
		}
	}
}

func TestFolder(t *testing.T) {
	rm, _ := Builtin().Selection(strings.Fields("rm -rf x"))
	for text, want := range map[string]bool{
		"/usr": true, "/usr/": true, "/usr/*": true, "/usr/lib": true, "/boot/.*": true, "/usr/../etc": true,
		"/": false, "/usr/share/x": false, "/build/": false, "/tmp": false, "usr": false, "/\x00x\x00": false,
	} {
		if got := rm.Folder(text); got != want {
			t.Errorf("rm -rf %q deletes a folder of the system: %v, want %v", text, got, want)
		}
	}
	if find, _ := Builtin().Selection(strings.Fields("find /usr -name x -delete")); find.Folder("/usr") {
		t.Error("find /usr -name x -delete deletes all of /usr")
	}
}

func TestSelection(t *testing.T) {
	c := Builtin()
	for call, want := range map[string]bool{
		"rm -rf /": true, "rm /": false, "rm -r --help /": false, "find / -delete": true, "find / -print": false,
		"rsync -a --delete x/ /": true, "rsync -a x/ /": false, "etcdctl del --prefix x": false, "aws s3 rm --recursive s3://b/": true,
		"aws s3 rm --recursive s3://b/x": false, "aws s3 rm s3://b/": false, "gsutil rm -r gs://b/": true, "kubectl delete pvc -l a=b": false,
	} {
		words := strings.Fields(call)
		s, ok := c.Selection(words)
		wide := false
		for _, o := range s.Operands {
			wide = wide || s.Wide(words[o.Word][o.Skip:])
		}
		if ok = ok && wide; ok != want {
			t.Errorf("%s acts on everything: %v, want %v", call, ok, want)
		}
	}
	if s, ok := c.Selection([]string{"kubectl", "delete", "pvc", "-l", ""}); !ok || !s.Wide("") {
		t.Error("kubectl delete pvc -l '' does not select everything")
	}
}

func TestParallel(t *testing.T) {
	c := Builtin()
	for call, want := range map[string]bool{
		"pdsh -w a,b x": true, "pdsh -f 1 -w a,b x": false, "pdsh -f1 -w a,b x": false, "dsh -g a x": false, "dsh -c -g a x": true,
		"clush -w a,b x": true, "clush --fanout=1 -w a,b x": false, "pssh -h f x": true, "pssh -p 1 -h f x": false,
		"ansible all -m shell -a x": true, "ansible all --forks 1 -m shell -a x": false, "salt * cmd.run x": true, "salt -b 1 * cmd.run x": false,
		"xargs x": false, "xargs -P 4 x": true, "xargs -P4 x": true, "xargs -P1 x": false, "xargs --max-procs=0 x": true,
		"parallel x": true, "parallel -j1 x": false, "parallel -j 1 x": false, "ssh a x": false,
	} {
		m, ok := c.Wrapper(strings.Fields(call))
		if !ok {
			t.Errorf("%s runs nothing", call)
		} else if m.Parallel != want {
			t.Errorf("%s runs in several places at once: %v, want %v", call, m.Parallel, want)
		}
	}
}

func TestSelectorAt(t *testing.T) {
	c := Builtin()
	for _, tt := range []struct {
		words     []string
		at        int
		fleet, ok bool
	}{
		{[]string{"dsh", "-g", "a=b c=d", "x"}, 2, true, true},
		{[]string{"dsh", "-g", "a=b c=d", "x"}, 3, true, false},
		{[]string{"salt", "-C", "G@a:b and G@c:d", "cmd.run", "x"}, 2, true, true},
		{[]string{"kubectl", "delete", "pvc", "-l", "a=b, c=d"}, 4, false, true},
		{[]string{"kubectl", "delete", "pvc", "a", "b"}, 3, false, false},
		{[]string{"ssh", "a b", "x"}, 1, false, false},
	} {
		if fleet, ok := c.SelectorAt(tt.words, tt.at); fleet != tt.fleet || ok != tt.ok {
			t.Errorf("SelectorAt(%q, %d) = %v, %v, want %v, %v", tt.words, tt.at, fleet, ok, tt.fleet, tt.ok)
		}
	}
}

func TestMayWiden(t *testing.T) {
	c := Builtin()
	for _, tt := range []struct {
		words          []string
		sure, prefixed bool
	}{
		{[]string{"rm", "-rf", "\x00x\x00/*"}, true, false},
		{[]string{"rm", "-rf", "\x00x\x00/usr"}, true, false},
		{[]string{"rm", "-rf", "/home/\x00x\x00"}, true, false},
		{[]string{"rm", "-rf", "\x00x\x00"}, false, false},
		{[]string{"rm", "-rf", "\x00x\x00/client"}, false, false},
		{[]string{"rm", "-rf", "\x00x\x00/\x00y\x00/client"}, false, false},
		{[]string{"find", "\x00x\x00/\x00y\x00", "-delete"}, true, true},
		{[]string{"rm", "\x00x\x00/*"}, false, false},
	} {
		if sure, prefixed := c.MayWiden(tt.words); sure != tt.sure || prefixed != tt.prefixed {
			t.Errorf("MayWiden(%q) = %v, %v, want %v, %v", tt.words, sure, prefixed, tt.sure, tt.prefixed)
		}
	}
}
