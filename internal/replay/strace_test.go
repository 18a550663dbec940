//go:build clients

package replay_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The system calls that start something, change a file, or reach the network. openat is looked at by its flags.
const traced = "execve,execveat,open,openat,openat2,creat,socket,connect,sendto,sendmsg,bind,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,mknod,mknodat," +
	"link,linkat,symlink,symlinkat,truncate,ftruncate,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,kill,tkill,fork,vfork,setxattr,mount,umount2,chdir,chroot,ptrace"

var systemCall = regexp.MustCompile(`(?m)^(?:\[pid +)?\d*\]? *(\w+)\((.*)$`)

// TestSystemCalls replays the hostile scripts under strace: after the program itself has started there is no execve, no open for
// writing, no other change of a file, and no network.
func TestSystemCalls(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Fatalf("%v; run make needed-replay", err)
	}
	dir := t.TempDir()
	binary := filepath.Join(dir, "wipelint")
	if out, err := exec.Command("go", "build", "-o", binary, "github.com/wipelint/wipelint/cmd/wipelint").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	config := filepath.Join(dir, "wipelint.toml")
	if err := os.WriteFile(config, []byte("[[destructive]]\ncommand = \"wipe-disk\"\ntarget = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mark := filepath.Join(t.TempDir(), "mark")
			if err := os.Mkdir(mark, 0o700); err != nil {
				t.Fatal(err)
			}
			there := filepath.Join(mark, "there.sh")
			if err := os.WriteFile(there, []byte("echo\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			file, log := filepath.Join(filepath.Dir(mark), "x.sh"), filepath.Join(filepath.Dir(mark), "log")
			// The command stands in front, so that there is a finding, and never runs, so that every world is tried.
			script := "#!/bin/bash\nif false; then is-it; fi\n[ \"$FIRST\" = never-set-to-this ] && wipe-disk \"$1\"\n" + strings.ReplaceAll(text, "MARK", mark) + "\n" + "wipe-disk x\n"
			if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(strace, "-f", "-qq", "-s", "200", "-o", log, "-e", "trace="+traced, binary, "replay", "--config", config, file)
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			_ = cmd.Run() // the exit code tells about the script
			calls, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.String(), "reached") && !strings.Contains(out.String(), "unknown: ") {
				t.Errorf("no replay:\n%s", out.String())
			}
			started := 0
			for line := range strings.Lines(string(calls)) {
				m := systemCall.FindStringSubmatch(strings.TrimSpace(line))
				if m == nil {
					continue // an end of a call that was interrupted, or of the process
				}
				switch m[1] {
				case "execve":
					started++
					if started > 1 {
						t.Errorf("it starts a process: %s", line)
					}
				case "open", "openat", "openat2":
					if strings.Contains(m[2], "O_WRONLY") || strings.Contains(m[2], "O_RDWR") || strings.Contains(m[2], "O_CREAT") || strings.Contains(m[2], "O_TRUNC") {
						t.Errorf("it opens a file for writing: %s", line)
					}
					if strings.Contains(m[2], "/dev/") && !strings.Contains(m[2], `"/dev/null"`) || strings.Contains(m[2], "/sh-interp-") {
						t.Errorf("it opens a device: %s", line)
					}
				case "tkill", "kill":
					if !strings.Contains(m[2], "SIGURG") { // the Go runtime preempts its threads by it
						t.Errorf("it sends a signal: %s", line)
					}
				default:
					t.Errorf("%s", line)
				}
			}
			if started != 1 {
				t.Errorf("the trace holds %d execve:\n%s", started, calls)
			}
		})
	}
}
