// Package shelltest tells what a real shell does with a script when every command that the script
// may start is a stub: in an empty folder, with a PATH of stubs and of a few tools that only read and print.
package shelltest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/shelltest/safe"
	"github.com/wipelint/wipelint/internal/shelltest/scratch"
)

// An Answer is what a stub does when it is called: what it prints and the status it ends with.
type Answer struct {
	Status int
	Stdout string
}

// A World maps calls to answers. A key is a command's name, alone or with its first arguments, joined with blanks;
// the key with most words wins. "HOST:cmd …" is the answer on a host that ssh leads to and goes before a key without
// host; "ssh HOST" with status 255 makes the host unreachable. A call without an answer exits 0 and prints nothing.
type World map[string]Answer

// A Run is a script with all it needs to run.
type Run struct {
	Shell  string // bash or dash; empty: what the script's first line says
	Script string // path of the script
	Args   []string
	Env    []string // NAME=value
	Stdin  string
	World  World
	Files  map[string]string // files in the working directory
}

// A Call is one call of a stub: on Host, or here when that is empty, with the Status it answered.
type Call struct {
	Name   string
	Args   []string
	Host   string
	Status int
}

// String returns the call as "HOST:name args".
func (c Call) String() string {
	s := strings.Join(append([]string{c.Name}, c.Args...), " ")
	if c.Host != "" {
		s = c.Host + ":" + s
	}
	return s
}

// Is reports whether key, of the form that a World has, speaks of the call. A key without host speaks of any host.
func (c Call) Is(key string) bool {
	full := c.String()
	bare := strings.TrimPrefix(full, c.Host+":")
	return full == key || bare == key || strings.HasPrefix(full, key+" ") || strings.HasPrefix(bare, key+" ")
}

// A Log is what a run did.
type Log struct {
	Calls    []Call
	Status   int // -1 when the run was killed
	TimedOut bool
	Output   string // of script and stubs, both streams
}

// Called reports whether a call that key speaks of was made.
func (l Log) Called(key string) bool {
	return slices.ContainsFunc(l.Calls, func(c Call) bool { return c.Is(key) })
}

// String returns the calls, one to a line, and the status.
func (l Log) String() string {
	var b strings.Builder
	for _, c := range l.Calls {
		fmt.Fprintf(&b, "%s -> %d\n", c, c.Status)
	}
	fmt.Fprintf(&b, "exit %d\n", l.Status)
	return b.String()
}

// harmless are the tools that are what they seem: they read, print and, within the sandbox, write.
var harmless = []string{
	"cat", "grep", "egrep", "sed", "awk", "cut", "head", "tail", "tr", "wc", "sort", "uniq", "basename", "dirname",
	"tee", "mktemp", "true", "false", "printf", "echo", "seq", "test", "[", "xargs", "expr",
}

// always are stubs that every run has.
var always = []string{"sleep", "date", "hostname", "id", "ssh", "sudo", "env", "timeout", "nice", "nohup"}

const limit = 5 * time.Second

// limited starts a shell that ends after a second of work, of which a script that ends needs some hundredths. A loop that calls nothing
// would keep a processor busy for the time of the run. dash gives the shell no variables of its own.
const limited = `ulimit -t 1; exec "$@"`

// Do runs the script and returns what it did. It fails the test, and runs nothing, when the script
// could reach a command or a file outside of the sandbox.
func (r Run) Do(t testing.TB) Log {
	t.Helper()
	if _, err := shared.take(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(shared.leave) // more runs of the test may follow
	log, err := r.do()
	if err != nil {
		t.Fatalf("%s: %v", r.Script, err)
	}
	return log
}

func (r Run) do() (Log, error) {
	text, err := os.ReadFile(r.Script)
	if err != nil {
		return Log{}, err
	}
	shell, options := shebang(text)
	if r.Shell != "" {
		shell = r.Shell
	}
	if shell != "bash" && shell != "dash" {
		return Log{}, fmt.Errorf("no shell %q here", shell)
	}
	shellPath, err := exec.LookPath(shell)
	if err != nil {
		return Log{}, err
	}
	dash, err := exec.LookPath("dash")
	if err != nil {
		return Log{}, err
	}
	names, err := r.names(string(text), shell)
	if err != nil {
		return Log{}, fmt.Errorf("refused to run: %w", err)
	}

	kit, err := shared.take()
	if err != nil {
		return Log{}, err
	}
	defer shared.leave()
	bin, err := shared.bin(names)
	if err != nil {
		return Log{}, err
	}
	box, err := scratch.Make("shelltest")
	if err != nil {
		return Log{}, err
	}
	defer os.RemoveAll(box)
	if err := os.Chmod(box, 0o755); err != nil {
		return Log{}, err
	}
	work, logFile, worldFile := filepath.Join(box, "work"), filepath.Join(box, "log"), filepath.Join(box, "world")
	world, err := json.Marshal(r.World)
	if err != nil {
		return Log{}, err
	}
	files := map[string]string{worldFile: string(world), logFile: "", filepath.Join(work, filepath.Base(r.Script)): string(text)}
	for name, content := range r.Files {
		files[filepath.Join(work, name)] = content
	}
	for file, content := range files {
		if !filepath.IsLocal(strings.TrimPrefix(file, box+"/")) {
			return Log{}, fmt.Errorf("file %s is outside of the sandbox", file)
		}
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(content), 0o777)); err != nil {
			return Log{}, err
		}
	}

	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, dash, slices.Concat([]string{"-c", limited, "dash", shellPath}, options, []string{"./" + filepath.Base(r.Script)}, r.Args)...)
	cmd.Dir = work
	cmd.Env = append(slices.Clone(r.Env), "PATH="+bin+":"+toolsIn(kit), "HOME="+work, "TMPDIR="+work, "LC_ALL=C", "TERM=dumb",
		"WIPELINT_WORLD="+worldFile, "WIPELINT_LOG="+logFile, "WIPELINT_SHELL="+shellPath)
	cmd.Stdin = strings.NewReader(r.Stdin)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out // Wait lasts until background jobs have let go of them
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	if os.Geteuid() == 0 {
		// What the check above may have missed can then not write anything that matters.
		const nobody = 65534
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
		err := filepath.WalkDir(work, func(path string, _ os.DirEntry, err error) error {
			return errors.Join(err, os.Lchown(path, nobody, nobody))
		})
		if err := errors.Join(err, os.Lchown(logFile, nobody, nobody)); err != nil {
			return Log{}, err
		}
	}
	err = cmd.Run()
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		return Log{}, err
	}
	log := Log{Status: cmd.ProcessState.ExitCode(), Output: out.String()}
	log.TimedOut = log.Status < 0
	data, err := os.ReadFile(logFile)
	if err != nil {
		return Log{}, err
	}
	for line := range bytes.Lines(data) {
		var c Call
		if err := json.Unmarshal(line, &c); err != nil {
			return Log{}, fmt.Errorf("log: %w", err)
		}
		log.Calls = append(log.Calls, c)
	}
	if i := strings.Index(log.Output, "stub "); i >= 0 && strings.Contains(log.Output, "refused") {
		return Log{}, fmt.Errorf("%s", log.Output)
	}
	return log, nil
}

// names returns the commands that need a stub, or why the script must not be run.
func (r Run) names(text, shell string) ([]string, error) {
	env := map[string]string{}
	for _, e := range r.Env {
		k, v, _ := strings.Cut(e, "=")
		env[k] = v
		if k == "PATH" || k == "BASH_ENV" || k == "ENV" || strings.HasPrefix(k, "WIPELINT_") {
			return nil, fmt.Errorf("sets %s", k)
		}
	}
	set := map[string]bool{}
	add := func(name, text string) error {
		found, err := safe.Check(text, shell, env)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, f := range found {
			set[f] = true
		}
		return nil
	}
	err := add(filepath.Base(r.Script), text)
	for name, content := range r.Files {
		if strings.HasSuffix(name, ".sh") || strings.HasPrefix(content, "#!") {
			err = errors.Join(err, add(name, content))
		}
	}
	for key := range r.World {
		if host, rest, ok := strings.Cut(key, ":"); ok && !strings.Contains(host, " ") {
			key = rest
		}
		name, _, _ := strings.Cut(key, " ")
		set[name] = true
	}
	for _, n := range slices.Concat(always, harmless, []string{"sh", "bash", "dash"}) { // of the kit
		delete(set, n)
	}
	return slices.Sorted(maps.Keys(set)), err
}

// shebang returns the shell that a script's first line names, and that line's options.
func shebang(text []byte) (string, []string) {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	words := strings.Fields(strings.TrimPrefix(string(line), "#!"))
	if !bytes.HasPrefix(line, []byte("#!")) || len(words) == 0 {
		return "dash", nil
	}
	if filepath.Base(words[0]) == "env" {
		words = words[1:]
	}
	if len(words) == 0 {
		return "dash", nil
	}
	shell := filepath.Base(words[0])
	if shell == "sh" {
		shell = "dash"
	}
	return shell, words[1:]
}
