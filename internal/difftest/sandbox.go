package difftest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/wipelint/wipelint/internal/shelltest/scratch"
)

// limit is how long one run may take. Loops end long before, by the number of calls that they make.
const limit = 2 * time.Second

// A Sandbox is a place to run scripts in, one at a time.
type Sandbox struct {
	dir, bin, work, log string
	shells              map[string]string
	Quick               bool // no worlds that nobody had in mind, unless a safe script is flagged
	Hurried             bool // fewer worlds, to look at many scripts
	Runs                int
	Took                time.Duration
}

// NewSandbox makes a sandbox; Close removes it.
func NewSandbox() (*Sandbox, error) {
	code, err := stubCode()
	if err != nil {
		return nil, err
	}
	return newSandbox(code)
}

func newSandbox(code []byte) (*Sandbox, error) {
	dir, err := scratch.Make("difftest")
	if err != nil {
		return nil, err
	}
	s := &Sandbox{dir: dir, bin: filepath.Join(dir, "bin"), work: filepath.Join(dir, "work"), log: filepath.Join(dir, "log"), shells: map[string]string{}}
	for _, shell := range []string{"bash", "dash"} {
		if s.shells[shell], err = exec.LookPath(shell); err != nil {
			s.Close()
			return nil, err
		}
	}
	// While a file is open for writing no other goroutine may fork, or starting it can fail as busy.
	syscall.ForkLock.RLock()
	err = furnish(s.bin, code)
	syscall.ForkLock.RUnlock()
	err = errors.Join(err, os.Mkdir(s.work, 0o777), os.WriteFile(s.log, nil, 0o666), os.Chmod(dir, 0o755), os.Chmod(s.work, 0o777), os.Chmod(s.log, 0o666))
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Close removes the sandbox.
func (s *Sandbox) Close() { _ = os.RemoveAll(s.dir) }

// A Script is a text to run and to analyse.
type Script struct {
	Shell string // bash or dash
	Text  string
	Files map[string]string // that it sources or reads, by name; they are beside it
	Args  [][]string        // what it is called with, when not what its text suggests
}

// A call is a line of the log. At another place than this machine it has its name.
type call struct{ name, args, host string }

// run starts the script in one world and gives the calls that it made. The script must have passed check.
func (s *Sandbox) run(sc Script, w world) ([]call, error) {
	start := time.Now()
	defer func() { s.Took += time.Since(start) }()
	s.Runs++
	if err := errors.Join(os.WriteFile(filepath.Join(s.work, "script"), []byte(sc.Text), 0o644), os.Truncate(s.log, 0)); err != nil {
		return nil, err
	}
	for name, text := range sc.Files {
		if err := os.WriteFile(filepath.Join(s.work, name), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	for _, name := range w.more {
		link := filepath.Join(s.bin, name)
		if err := os.Symlink(".stub", link); err != nil {
			return nil, err
		}
		defer os.Remove(link)
	}
	for _, name := range w.less {
		there, away := filepath.Join(s.bin, name), filepath.Join(s.bin, ".less-"+name)
		if err := os.Rename(there, away); errors.Is(err, os.ErrNotExist) {
			continue
		} else if err != nil {
			return nil, err
		}
		defer func() { _ = os.Rename(away, there) }()
	}
	for name, text := range w.files {
		file := filepath.Join(s.work, name)
		if err := errors.Join(os.WriteFile(file, []byte(text), 0o666), os.Chmod(file, 0o666)); err != nil {
			return nil, err
		}
	}
	// Whatever the script started holds the pipe open, so its end tells that all have ended.
	r, pipe, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	cmd := exec.Command(s.shells[sc.Shell], append(sc.options(), append([]string{"script"}, w.args...)...)...)
	cmd.Dir = s.work
	if w.stdin != "" {
		cmd.Stdin = strings.NewReader(w.stdin)
	}
	cmd.Env = append(w.environ(), "PATH="+s.bin, "TMPDIR="+s.work, "LC_ALL=C", "WL_LOG="+s.log, "WL_WORLD="+w.text(), "WL_SHELL="+sc.Shell, "WL_ENV="+strings.Join(w.environ(), "\x1e"))
	cmd.ExtraFiles = append(make([]*os.File, 17), pipe) // 20, which no script uses
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 {
		// What the check may have missed can then not write anything that matters.
		const nobody = 65534
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	if err := cmd.Start(); err != nil {
		pipe.Close()
		return nil, err
	}
	pipe.Close()
	pgid := cmd.Process.Pid
	kill := time.AfterFunc(limit, func() { _ = syscall.Kill(-pgid, syscall.SIGKILL) })
	_ = r.SetReadDeadline(start.Add(limit + time.Second))
	_, _ = r.Read(make([]byte, 1))
	kill.Stop()
	_ = syscall.Kill(-pgid, syscall.SIGKILL) // before Wait, while the number is still theirs
	err = cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	calls, err := s.calls()
	return calls, errors.Join(err, s.tidy())
}

// options are those of the script's first line.
func (sc Script) options() []string {
	line, _, _ := strings.Cut(sc.Text, "\n")
	words := strings.Fields(strings.TrimPrefix(line, "#!"))
	if !strings.HasPrefix(line, "#!") || len(words) < 2 {
		return nil
	}
	return words[1:]
}

func (s *Sandbox) calls() ([]call, error) {
	data, err := os.ReadFile(s.log)
	if err != nil {
		return nil, err
	}
	var calls []call
	for line := range bytes.Lines(data) {
		name, args, _ := strings.Cut(strings.TrimSuffix(string(line), "\n"), " ")
		name, host, _ := strings.Cut(name, "@")
		calls = append(calls, call{name, args, host})
	}
	return calls, nil
}

// tidy removes what the script has written.
func (s *Sandbox) tidy() error {
	files, err := os.ReadDir(s.work)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.Name() == "script" {
			continue
		}
		if !filepath.IsLocal(f.Name()) {
			return fmt.Errorf("odd file %q", f.Name())
		}
		if err := os.RemoveAll(filepath.Join(s.work, f.Name())); err != nil {
			return err
		}
	}
	return nil
}
