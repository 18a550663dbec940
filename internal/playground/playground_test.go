package playground

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
)

// answered asks as the page does, and gives what the answer marks: the severity, the rule and the marked text, counted as
// a browser counts.
func answered(t *testing.T, a *Analyser, req Request) (*Answer, string) {
	t.Helper()
	answer, err := a.Answer(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, list := range []struct {
		text  string
		marks []Mark
	}{{req.Script, answer.Script}, {req.Config, answer.Config}} {
		units := utf16.Encode([]rune(list.text))
		for _, m := range list.marks {
			b.WriteString(m.Severity + " " + m.Rule + " <" + string(utf16.Decode(units[m.From:m.To])) + ">\n")
		}
	}
	return answer, b.String()
}

func TestMarks(t *testing.T) {
	a := New()
	for _, c := range []struct {
		name, script, config, want string
	}{
		{"nothing", "", "", ""},
		{"no destructive command", "echo hello\n", "", ""},
		{"one", "mkfs.ext4 /dev/sda\n", "", "error unguarded WL1001 <mkfs.ext4>\n"},
		{"behind wide characters", "# \U0001f5d1\necho '\U0001f5d1é\u200b'; mkfs.ext4 /dev/sda", "", "error unguarded WL1001 <mkfs.ext4>\n"},
		{"carriage returns", "echo a\r\nmkfs.ext4 /dev/sda\r\n", "", "error unguarded WL1001 <mkfs.ext4>\n"},
		{"a guard of one's own", "is-free /dev/sda || exit 1\nmkfs.ext4 /dev/sda\n", "[[guard]]\ncommand = \"is-free\"\nidle-status = [0]\nactive-status = [1]\ntarget = 1\n", ""},
		{"the guard is gone again", "is-free /dev/sda || exit 1\nmkfs.ext4 /dev/sda\n", "", "error unguarded WL1001 <mkfs.ext4>\n"},
		{"a rule that is off", "mkfs.ext4 /dev/sda\n", "[severity]\nunguarded = \"off\"\n", ""},
		{"a fault in the configuration", "mkfs.ext4 /dev/sda\n", "\U0001f5d1 = 1\n", "error  <\U0001f5d1>\n"},
		{"a baseline cannot be read here", "mkfs.ext4 /dev/sda\n", "baseline = \"b.json\"\n", "error unguarded WL1001 <mkfs.ext4>\n"},
	} {
		if _, got := answered(t, a, Request{Script: c.script, Config: c.config}); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", c.name, got, c.want)
		}
	}
	if answer, got := answered(t, a, Request{Script: "mkfs.ext4 /dev/sda\nif true; then\n"}); !strings.Contains(got, "error  <") {
		t.Errorf("a syntax error is not marked: %s%s", got, answer.Data)
	}
}

// TestIncidents compares the playground's answers with what is known of the scripts that are its examples.
func TestIncidents(t *testing.T) {
	folder := filepath.Join("..", "..", "testdata", "incidents", "dropbox-2014")
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	a := New()
	for name, rule := range map[string]string{"failopen.sh": "failopen", "fixed.sh": "", "wrongtarget.sh": "wrongtarget"} {
		answer, got := answered(t, a, Request{Script: read(name), Config: read(".wipelint.toml"), Fixes: true})
		if rule == "" && got != "" || !strings.Contains(got, rule) {
			t.Errorf("%s: %s", name, got)
		}
		var data struct {
			Files    []struct{ Name string }
			Commands []struct{ Verdict string }
			Findings []struct{ Steps []any }
		}
		if err := json.Unmarshal(answer.Data, &data); err != nil {
			t.Fatal(err)
		}
		if len(data.Commands) != 1 || len(data.Files) != 1 || data.Files[0].Name != "script.sh" || rule != "" && len(data.Findings[0].Steps) < 2 {
			t.Errorf("%s: %+v", name, data)
		}
	}
}

// TestFixes applies a fix to the text as the page does, and looks whether the finding is gone.
func TestFixes(t *testing.T) {
	folder := filepath.Join("..", "..", "testdata", "incidents", "dropbox-2014")
	script, err := os.ReadFile(filepath.Join(folder, "failopen.sh"))
	if err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile(filepath.Join(folder, ".wipelint.toml"))
	if err != nil {
		t.Fatal(err)
	}
	a := New()
	req := Request{Script: strings.Replace(string(script), "\n", "\n# \U0001f5d1 é\n", 1), Config: string(config), Fixes: true}
	answer, got := answered(t, a, req)
	if len(answer.Script) != 1 || len(answer.Script[0].Fixes) == 0 {
		t.Fatalf("no fix: %s", got)
	}
	units := utf16.Encode([]rune(req.Script))
	edits := answer.Script[0].Fixes[0].Edits
	for i := len(edits) - 1; i >= 0; i-- {
		e := edits[i]
		units = append(append(append([]uint16{}, units[:e.From]...), utf16.Encode([]rune(e.Text))...), units[e.To:]...)
	}
	req.Script = string(utf16.Decode(units))
	if _, got := answered(t, a, req); got != "" {
		t.Errorf("after the fix\n%s\nthere is still %s", req.Script, got)
	}
}

// TestHostile looks for text in an answer that would do something where it is shown.
func TestHostile(t *testing.T) {
	const hostile = "\x1b[2J\u202e\x07</script><img src=x onerror=alert(1)>\u2028"
	answer, err := New().Answer(context.Background(), Request{Script: "mkfs.ext4 '" + hostile + "' # " + hostile + "\nx() { rm -rf /var/lib/" + hostile + "; }\nx\n", Config: "\"" + hostile + "\" = 1\n"})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range append(answer.Script, answer.Config...) {
		for _, r := range m.Message + strings.Join(m.Advice, "") {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Errorf("%q has %q", m.Message, r)
			}
		}
	}
	if strings.ContainsAny(string(answer.Data), "<>\x1b\x07\u202e\u2028") {
		t.Errorf("the data has text that was to be escaped: %s", answer.Data)
	}
}

// FuzzPlaces looks whether the marks lie in the text.
func FuzzPlaces(f *testing.F) {
	f.Add("mkfs.ext4 /dev/sda\n", "x = 1\n")
	f.Add("# \U0001f5d1\xff\r\nrm -rf /var/lib/mysql", "\U0001f5d1")
	a := New()
	f.Fuzz(func(t *testing.T, script, config string) {
		answer, err := a.Answer(context.Background(), Request{Script: script, Config: config})
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range []struct {
			text  string
			marks []Mark
		}{{script, answer.Script}, {config, answer.Config}} {
			for _, m := range list.marks {
				if size := len(utf16.Encode([]rune(list.text))); m.From < 0 || m.To < m.From || m.To > size {
					t.Errorf("a mark from %d to %d in %d units of %q", m.From, m.To, size, list.text)
				}
			}
		}
	})
}
