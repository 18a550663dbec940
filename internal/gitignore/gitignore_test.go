package gitignore

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestMatch(t *testing.T) {
	tests := []struct {
		patterns, path  string
		isDir           bool
		ignored, decide bool
	}{
		{"*.sh", "a/b.sh", false, true, true},
		{"/b.sh", "a/b.sh", false, false, false},
		{"a/b.sh", "a/b.sh", false, true, true},
		{"a/b.sh", "x/a/b.sh", false, false, false},
		{"**/a/b.sh", "x/a/y/a/b.sh", false, true, true},
		{"a/**/b", "a/b", false, true, true},
		{"a/**", "a", true, false, false},
		{"a/**", "a/x/y", false, true, true},
		{"out/", "out", false, false, false},
		{"out/", "out", true, true, true},
		{"*.sh\n!keep.sh", "keep.sh", false, false, true},
		{"\\#x", "#x", false, true, true},
		{"# x", "# x", false, false, false},
		{"\\!x", "!x", false, true, true},
		{"x  ", "x", false, true, true},
		{"x\\ ", "x ", false, true, true},
		{"[!a].sh", "b.sh", false, true, true},
		{"[!a].sh", "a.sh", false, false, false},
		{"a[.-0]b", "a/b", false, false, false},
		{"[[:digit:]].sh", "3.sh", false, true, true},
		{"[", "[", false, false, false},
		{"[[:]", ":", false, true, true},
		{"[[:a]", "[", false, true, true},
		{"a\\", "a", false, false, false},
		{"x\r\ny", "x", false, true, true},
	}
	for _, tt := range tests {
		ignored, decided := Parse(tt.patterns).Match(tt.path, tt.isDir)
		if ignored != tt.ignored || decided != tt.decide {
			t.Errorf("%q on %q: ignored %v, decided %v; want %v, %v", tt.patterns, tt.path, ignored, decided, tt.ignored, tt.decide)
		}
	}
}

// TestBounded holds that patterns which anybody may have written are compared with long paths in a time that nobody waits for.
func TestBounded(t *testing.T) {
	for name, text := range map[string]string{
		"lines": strings.Repeat("x\n", maxPatterns+1), "line": strings.Repeat("x", maxPattern+1),
		"stars": strings.Repeat("/*a*a\n", maxStars/2+1), "folders": strings.Repeat(strings.Repeat("**/", 100)+"b\n", 100),
	} {
		if _, err := Bounded(text); err == nil {
			t.Errorf("%s: is heeded", name)
		}
	}
	for name, text := range map[string]string{
		"a star in each": strings.Repeat("*.o\n", maxPatterns),
		"stars":          strings.Repeat("/"+strings.Repeat("*a", 64)+"b\n", maxStars/64),
		"folders":        strings.Repeat(strings.Repeat("**/a*", 32)+"b\n", maxStars/64),
		"one star":       strings.Repeat("*", maxPattern),
		"classes":        strings.Repeat(strings.Repeat("[!a-c]*", 64)+"b\n", maxStars/64),
	} {
		f, err := Bounded(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		start := time.Now()
		for range 10 {
			f.Match(strings.Repeat("a", 100)+strings.Repeat("/"+strings.Repeat("a", 100), 9)+"/c", false)
		}
		if took := time.Since(start) / 10; took > 2*time.Second {
			t.Errorf("%s: one path of 1000 bytes took %s", name, took)
		} else {
			t.Logf("%s: %s", name, took)
		}
	}
}

// TestAgainstGit draws patterns and paths and asks git check-ignore about each.
func TestAgainstGit(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	run := func(stdin string, args ...string) string {
		cmd := exec.Command(git, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
		cmd.Stdin = strings.NewReader(stdin)
		var out bytes.Buffer
		cmd.Stdout = &out
		if err := cmd.Run(); err != nil && cmd.ProcessState.ExitCode() != 1 {
			t.Fatalf("git %v: %v", args, err)
		}
		return out.String()
	}
	run("", "init", "-q")
	rnd := rand.New(rand.NewPCG(1, 2))
	pick := func(from []string, most int) string {
		var b strings.Builder
		for range 1 + rnd.IntN(most) {
			b.WriteString(from[rnd.IntN(len(from))])
		}
		return b.String()
	}
	atoms := []string{"a", "b", "*", "?", "/", "/**/", "/**", "[ab]", "[!a]", "[^b]", "\\a", "\\*", "[a-b]", ".", "[.-b]", "[]a]", "[b-a]", " ", "\\ ",
		"[[:alpha:]]", "[[:]", "[[:a]", "[[::]]", "[[:alpha:]", "[[:b]a:]", "[[:nothing:]]"}
	names := []string{"a", "b", "ab", "a.b", "]", "*", "a ", "ba", "[", "a:", "a:]"}
	for round := range 150 {
		var lines []string
		for range 1 + rnd.IntN(3) {
			line := pick(atoms, 5)
			// "a**/b" is left out: git takes its stars for "**/" once it has compared the literal start.
			if rnd.IntN(5) == 0 {
				line = "**/" + line
			}
			if rnd.IntN(5) == 0 {
				line = "!" + line
			}
			lines = append(lines, line)
		}
		text := strings.Join(lines, "\n") + "\n"
		if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		var paths []string
		for range 30 {
			var elems []string
			for range 1 + rnd.IntN(4) {
				elems = append(elems, names[rnd.IntN(len(names))])
			}
			paths = append(paths, strings.Join(elems, "/"))
		}
		// --no-index, and paths that do not exist: git takes each for a file in folders.
		out := run(strings.Join(paths, "\x00")+"\x00", "check-ignore", "--no-index", "--stdin", "-z")
		want := map[string]bool{}
		for p := range strings.SplitSeq(out, "\x00") {
			want[p] = true
		}
		f := Parse(text)
		for _, p := range paths {
			if got := walk(f, p); got != want[p] {
				t.Errorf("round %d: patterns %q, path %q: ignored %v, git says %v", round, lines, p, got, want[p])
			}
		}
	}
}

// walk asks about each folder above the path first, as the driver does.
func walk(f *File, path string) bool {
	for i := range len(path) {
		if path[i] == '/' {
			if ignored, _ := f.Match(path[:i], true); ignored {
				return true
			}
		}
	}
	ignored, _ := f.Match(path, false)
	return ignored
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"*.sh", "[!a-", "**/a/**", "\\", "[[:digit:]]", "[\\]]"} {
		f.Add(s, "a/b.sh")
	}
	f.Fuzz(func(t *testing.T, patterns, path string) {
		Parse(patterns).Match(path, false)
	})
}
