package stress

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/playground"
)

// playgroundFile names, in the environment of a child, the script that it hands to the playground.
const playgroundFile = "WIPELINT_STRESS_PLAYGROUND"

// program is the command, built for these tests.
var program string

func TestMain(m *testing.M) {
	if file := os.Getenv(playgroundFile); file != "" {
		os.Exit(answer(file))
	}
	os.Exit(withProgram(m))
}

func withProgram(m *testing.M) int {
	folder, err := os.MkdirTemp("", "stress")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	program = filepath.Join(folder, "wipelint")
	if out, err := exec.Command("go", "build", "-o", program, "github.com/wipelint/wipelint/cmd/wipelint").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// answer is what a browser asks of the playground.
func answer(file string) int {
	text, err := os.ReadFile(file)
	if err == nil {
		var got *playground.Answer
		if got, err = playground.New().Answer(context.Background(), playground.Request{Script: string(text), Fixes: true}); err == nil {
			_, err = fmt.Println(len(got.Data), len(got.Script))
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	return 0
}

// A use is what a child cost.
type use struct {
	cpu    time.Duration
	memory int64 // bytes
	code   int
	out    string
}

// uses of the analyser, each a child process.
var uses = []struct {
	name string
	run  func(ctx context.Context, file string) (use, error)
}{
	{"check", func(ctx context.Context, file string) (use, error) {
		return ran(exec.CommandContext(ctx, program, "check", file))
	}},
	{"audit", func(ctx context.Context, file string) (use, error) {
		return ran(exec.CommandContext(ctx, program, "audit", "--format", "json", file))
	}},
	{"lsp", edited},
	{"playground", func(ctx context.Context, file string) (use, error) {
		self, err := os.Executable()
		if err != nil {
			return use{}, err
		}
		cmd := exec.CommandContext(ctx, self)
		cmd.Env = append(os.Environ(), playgroundFile+"="+file)
		return ran(cmd)
	}},
	{"replay", func(ctx context.Context, file string) (use, error) {
		return ran(exec.CommandContext(ctx, program, "replay", file))
	}},
}

// ran runs a child to its end. Exit codes up to 2 are answers.
func ran(cmd *exec.Cmd) (use, error) {
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Dir = os.TempDir()
	err := cmd.Run()
	return spent(cmd, out.String(), err)
}

func spent(cmd *exec.Cmd, out string, err error) (use, error) {
	if cmd.ProcessState == nil {
		return use{}, err
	}
	u := use{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), code: cmd.ProcessState.ExitCode(), out: out}
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.memory = r.Maxrss << 10
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && u.code >= 0 && u.code <= 2 && !strings.Contains(out, "goroutine ") {
		err = nil
	}
	return u, err
}

// edited opens a script in the language server and waits for its findings.
func edited(ctx context.Context, file string) (use, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return use{}, err
	}
	cmd := exec.CommandContext(ctx, program, "lsp")
	in, err := cmd.StdinPipe()
	if err != nil {
		return use{}, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return use{}, err
	}
	if err := cmd.Start(); err != nil {
		return use{}, err
	}
	send := func(id int, method string, params any) error {
		m := map[string]any{"jsonrpc": "2.0", "method": method, "params": params}
		if id > 0 {
			m["id"] = id
		}
		body, err := json.Marshal(m)
		if err == nil {
			_, err = fmt.Fprintf(in, "Content-Length: %d\r\n\r\n%s", len(body), body)
		}
		return err
	}
	document := map[string]any{"uri": "file://" + file, "languageId": "shellscript", "version": 1, "text": strings.ToValidUTF8(string(text), "?")}
	said := func() error {
		err := errors.Join(
			send(1, "initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": map[string]any{}}),
			send(0, "initialized", map[string]any{}),
			send(0, "textDocument/didOpen", map[string]any{"textDocument": document}),
		)
		if err != nil {
			return err
		}
		for r := bufio.NewReader(out); ; {
			method, err := next(r)
			if err != nil {
				return err
			}
			if method == "textDocument/publishDiagnostics" {
				return errors.Join(send(2, "shutdown", nil), send(0, "exit", nil))
			}
		}
	}()
	_ = in.Close()
	_, _ = io.Copy(io.Discard, out)
	u, err := spent(cmd, "", cmd.Wait())
	return u, errors.Join(said, err)
}

// next gives the method of the next message.
func next(r *bufio.Reader) (string, error) {
	header, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		return "", err
	}
	n, err := strconv.Atoi(header.Get("Content-Length"))
	if err != nil {
		return "", err
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return "", err
	}
	var m struct{ Method string }
	return m.Method, json.Unmarshal(body, &m)
}
