//go:build clients

package action

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/clients/scratch"
)

// gh stands for GitHub's program: it notes how it was called and with which text, knows the comments of a file, and has no right to
// write where DENIED is set.
const gh = `#!/bin/bash
printf '%s\n' "$*" >>"$NOTES/calls"
case "$*" in
*--paginate*) [ -z "${DENIED-}" ] || exit 1; cat "$NOTES/old" 2>/dev/null; exit 0 ;;
*"--method "*)
    [ -z "${READONLY-}" ] || exit 1
    for word; do case $word in body=@*) cp -- "${word#body=@}" "$NOTES/body" ;; esac; done ;;
*) exit 2 ;;
esac
`

// TestComment writes the comment of a pull request: what differs from its base, by the trusted configuration where it comes from a fork.
func TestComment(t *testing.T) {
	program := filepath.Join(t.TempDir(), "wipelint")
	source := scratch.New(t)
	source.Source(".")
	source.Must("go", "build", "-trimpath", "-buildvcs=false", "-o", program, "./cmd/wipelint")
	tools := scratch.New(t)
	tools.Write(map[string]string{"gh": gh})

	r := scratch.New(t)
	r.Write(map[string]string{"old.sh": flawed, "reimage.sh": "#!/bin/sh\nput-system \"$1\"\n", ".wipelint.toml": "[[destructive]]\ncommand = \"put-system\"\ntarget = 1\n"})
	r.Commit()
	base := strings.TrimSpace(r.Must("git", "rev-parse", "HEAD"))
	plain := r.Env
	const hostile = "#!/bin/sh\nmkfs.ext4 '/dev/x|`@everyone <img src=http://evil>'\n"
	for _, tt := range []struct {
		name    string
		files   map[string]string
		env     []string
		old     string
		log     string
		call    string // the last call of gh; "" where nothing may be written
		has, no string // in the comment
	}{
		{name: "new", files: map[string]string{"new.sh": flawed}, call: "api --silent --method POST repos/o/r/issues/7/comments --field body=@",
			has: "| unguarded | `new.sh:2` | `wipefs -a /dev/sda` |", no: "old.sh"},
		{name: "again", files: map[string]string{"new.sh": flawed}, old: "42\n43\n", call: "api --silent --method PATCH repos/o/r/issues/comments/42 --field body=@",
			has: "`new.sh:2`"},
		{name: "nothing", files: map[string]string{"a.txt": "x"}, log: "no comment: nothing differs"},
		{name: "no more", files: map[string]string{"a.txt": "x"}, old: "42\n", call: "api --silent --method PATCH", has: "0 new"},
		{name: "hostile", files: map[string]string{"new.sh": hostile}, call: "api --silent --method POST", has: "``", no: "\n@everyone"},
		{name: "many", files: map[string]string{"new.sh": "#!/bin/sh\n" + strings.Repeat("wipefs -a /dev/disk/by-id/a-name-that-is-long-enough-to-fill-a-line\n", 900)}, call: "api --silent --method POST",
			has: "… and more, which"},
		{name: "fork", files: map[string]string{"new.sh": "#!/bin/sh\nput-system \"$1\"\n", ".wipelint.toml": ""}, env: []string{"WIPELINT_UNTRUSTED=always"},
			call: "api --silent --method POST", has: "`put-system \"$1\"`", no: "reimage.sh"},
		{name: "own configuration", files: map[string]string{"new.sh": "#!/bin/sh\nput-data \"$1\"\n", "my own.toml": "[[destructive]]\ncommand = \"put-data\"\ntarget = 1\n"},
			env: []string{"WIPELINT_ARGS=--config 'my own.toml'"}, call: "api --silent --method POST", has: "`put-data \"$1\"`"},
		{name: "may not read", files: map[string]string{"new.sh": flawed}, env: []string{"DENIED=1"}, log: "no comment: the token may not read"},
		{name: "may not write", files: map[string]string{"new.sh": flawed}, env: []string{"READONLY=1"}, log: "no comment: the token may not write", call: "api --silent --method POST"},
		{name: "no base", files: map[string]string{"new.sh": flawed}, env: []string{"WIPELINT_BASE=" + strings.Repeat("0", 40)}, log: "no comment: the clone does not have the base"},
		{name: "no number", files: map[string]string{"new.sh": flawed}, env: []string{"WIPELINT_PULL=$(touch pwned)"}, log: "no comment: this is no pull request"},
		{name: "no gh", files: map[string]string{"new.sh": flawed}, env: []string{"PATH=" + os.Getenv("PATH")}, log: "no comment: gh is not installed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r.Must("git", "checkout", "-q", ".")
			r.Must("git", "clean", "-qfd")
			r.Write(tt.files)
			notes, temp, output := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "output")
			if err := os.WriteFile(filepath.Join(notes, "old"), []byte(tt.old), 0o666); err != nil {
				t.Fatal(err)
			}
			r.Env = append(plain[:len(plain):len(plain)], "PATH="+tools.Folder+string(os.PathListSeparator)+os.Getenv("PATH"), "NOTES="+notes,
				"WIPELINT_PROGRAM="+program, "WIPELINT_ACTION="+source.Folder, "WIPELINT_PATHS=.", "WIPELINT_ARGS=", "WIPELINT_FAIL_ON=never",
				"WIPELINT_SARIF="+filepath.Join(temp, "out.sarif"), "GITHUB_OUTPUT="+output, "RUNNER_TEMP="+temp, "WIPELINT_UNTRUSTED=auto", "WIPELINT_FORK=",
				"WIPELINT_BASE="+base, "WIPELINT_PULL=7", "GITHUB_REPOSITORY=o/r")
			r.Env = append(r.Env, tt.env...)
			if out, code := r.Run("bash", filepath.Join(source.Folder, "action", "check.sh")); code != 0 {
				t.Fatalf("the check: exit code %d\n%s", code, out)
			}
			text, err := os.ReadFile(output)
			if err != nil {
				t.Fatal(err)
			}
			_, folder, _ := strings.Cut(string(text), "folder=")
			folder, _, _ = strings.Cut(folder, "\n")
			r.Env = append(r.Env, "WIPELINT_FOLDER="+folder)
			out, code := r.Run("bash", filepath.Join(source.Folder, "action", "comment.sh"))
			if code != 0 || !strings.Contains(out, tt.log) {
				t.Errorf("exit code %d, want %q\n%s", code, tt.log, out)
			}
			calls, _ := os.ReadFile(filepath.Join(notes, "calls"))
			if wrote := strings.Contains(string(calls), "--method"); wrote != (tt.call != "") || !strings.Contains(string(calls), tt.call) {
				t.Errorf("gh was called so:\n%s\n%s", calls, out)
			}
			body, _ := os.ReadFile(filepath.Join(notes, "body"))
			if tt.has != "" && (!strings.HasPrefix(string(body), "<!-- wipelint -->\n") || !strings.Contains(string(body), tt.has)) ||
				tt.no != "" && strings.Contains(string(body), tt.no) || len(body) > 65536 {
				t.Errorf("%d bytes in the comment:\n%.3000s", len(body), body)
			}
			if _, err := os.Stat(filepath.Join(r.Folder, "pwned")); err == nil {
				t.Error("an input was run")
			}
		})
	}
}
