// Command stub stands in for every external command of a script under test: it is started under the
// command's name, notes the call in a log and answers as the world file says.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/wipelint/wipelint/internal/shelltest/safe"
)

type answer struct {
	Status int
	Stdout string
}

type call struct {
	Name   string
	Args   []string
	Host   string
	Status int
}

// A log longer than this is that of a loop which waits for a world to change. The longest one of a script that ends has 1.4 KiB.
const maxLog = 12 << 10

var (
	world map[string]answer
	host  = os.Getenv("WIPELINT_HOST")
	name  = filepath.Base(os.Args[0])
	args  = os.Args[1:]
)

func main() {
	data, err := os.ReadFile(os.Getenv("WIPELINT_WORLD"))
	if err != nil {
		fatal(err)
	}
	if err := json.Unmarshal(data, &world); err != nil {
		fatal(err)
	}
	switch name {
	case "ssh":
		ssh()
	case "sudo":
		if !slices.Contains(args, "-E") && !slices.Contains(args, "--preserve-env") {
			clearEnvironment()
		}
		run(skip(args, "-u", "-g", "-h", "-p", "-C", "-r", "-t", "-D", "-R", "-T"), 0)
	case "env":
		if slices.Contains(args, "-i") {
			clearEnvironment()
		}
		run(skip(args, "-u", "-C", "-S"), 0)
	case "timeout":
		run(skip(args, "-k", "-s"), 1)
	case "nice":
		run(skip(args, "-n"), 0)
	case "ionice":
		run(skip(args, "-c", "-n", "-p"), 0)
	case "nohup", "setsid":
		run(skip(args), 0)
	case "flock":
		if rest := skip(args, "-w", "-E"); len(rest) > 1 {
			run(rest, 1)
		}
	}
	a, _ := find(name, args)
	if a == nil {
		a = &answer{Stdout: preset()}
	}
	note(a.Status)
	fmt.Print(a.Stdout)
	os.Exit(a.Status)
}

// preset is what a command prints that no world speaks of.
func preset() string {
	switch name {
	case "date":
		if slices.Contains(args, "+%s") {
			return "1389375000\n"
		}
		return "2014-01-10 17:30:00\n"
	case "hostname", "uname":
		return "admin1\n"
	case "id":
		return "0\n"
	}
	return ""
}

// find looks for the most specific answer: on this host before any host, with all words before with fewer.
func find(name string, args []string) (*answer, string) {
	words := append([]string{name}, args...)
	for n := len(words); n > 0; n-- {
		key := strings.Join(words[:n], " ")
		if a, ok := world[host+":"+key]; ok && host != "" {
			return &a, key
		}
	}
	for n := len(words); n > 0; n-- {
		key := strings.Join(words[:n], " ")
		if a, ok := world[key]; ok {
			return &a, key
		}
	}
	return nil, ""
}

// skip returns what follows the options, of which those in valued take the next word.
func skip(words []string, valued ...string) []string {
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		w := words[0]
		words = words[1:]
		if w == "--" {
			break
		}
		if slices.Contains(valued, w) && len(words) > 0 {
			words = words[1:]
		}
	}
	return words
}

// sshValues are the options of ssh that take a value.
var sshValues = strings.Fields("-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w")

func ssh() {
	rest := skip(args, sshValues...)
	if len(rest) == 0 {
		return
	}
	target := rest[0][strings.LastIndex(rest[0], "@")+1:]
	if a, ok := world["ssh "+target]; ok && a.Status == 255 {
		note(255)
		os.Exit(255)
	}
	note(0)
	if err := os.Setenv("WIPELINT_HOST", target); err != nil {
		fatal(err)
	}
	shell := os.Getenv("WIPELINT_SHELL")
	if len(rest) == 1 {
		start(shell, "-s")
	}
	text := strings.Join(rest[1:], " ")
	if _, err := safe.Check(text, filepath.Base(shell), nil); err != nil {
		fatal(fmt.Errorf("refused %q: %w", text, err))
	}
	takeInput()
	start(shell, "-c", text)
}

// takeInput leaves nothing of standard input to the script, as ssh without -n and -f does: the command there gets all of it.
func takeInput() {
	options := args[:len(args)-len(skip(args, sshValues...))]
	for _, o := range options {
		if o == "-n" || o == "-f" || o == "StdinNull=yes" {
			null, err := os.Open(os.DevNull)
			if err == nil {
				err = syscall.Dup2(int(null.Fd()), 0)
			}
			if err != nil {
				fatal(err)
			}
			return
		}
	}
	data, err := io.ReadAll(os.Stdin)
	if err != nil {
		return // it is closed
	}
	r, w, err := os.Pipe()
	if err != nil {
		fatal(err)
	}
	if _, err := w.Write(data[:min(len(data), pipeSize)]); err != nil {
		fatal(err)
	}
	if err := w.Close(); err != nil {
		fatal(err)
	}
	if err := syscall.Dup2(int(r.Fd()), 0); err != nil {
		fatal(err)
	}
}

// pipeSize is what a pipe holds that nobody reads yet.
const pipeSize = 64 << 10

// run runs the command that follows the first operands and NAME=value words.
func run(words []string, operands int) {
	if len(words) < operands {
		return
	}
	words = words[operands:]
	for len(words) > 0 && strings.Contains(words[0], "=") {
		k, v, _ := strings.Cut(words[0], "=")
		if k == "PATH" {
			fatal(fmt.Errorf("refused to set PATH"))
		}
		if err := os.Setenv(k, v); err != nil {
			fatal(err)
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return
	}
	note(0)
	if name == "flock" && words[0] == "-c" && len(words) > 1 {
		words = []string{"sh", "-c", words[1]}
	}
	start(words[0], words[1:]...)
}

// clearEnvironment takes away what the script has exported, as sudo(8) does without -E and env -i, but for what --preserve-env=LIST names.
func clearEnvironment() {
	kept := []string{"PATH", "HOME", "TMPDIR", "LC_ALL", "TERM"}
	for _, a := range args {
		if list, ok := strings.CutPrefix(a, "--preserve-env="); ok {
			kept = append(kept, strings.Split(list, ",")...)
		}
	}
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if slices.Contains(kept, name) || strings.HasPrefix(name, "WIPELINT_") {
			continue
		}
		if err := os.Unsetenv(name); err != nil {
			fatal(err)
		}
	}
}

func start(command string, args ...string) {
	if strings.Contains(command, "/") && command != os.Getenv("WIPELINT_SHELL") {
		fatal(fmt.Errorf("refused to run %s", command))
	}
	path, err := exec.LookPath(command)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %s: not found\n", name, command)
		os.Exit(127)
	}
	fatal(syscall.Exec(path, append([]string{command}, args...), os.Environ()))
}

func note(status int) {
	f, err := os.OpenFile(os.Getenv("WIPELINT_LOG"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		fatal(err)
	}
	defer f.Close()
	line, err := json.Marshal(call{name, args, host, status})
	if err != nil {
		fatal(err)
	}
	if _, err := f.Write(append(line, '\n')); err != nil {
		fatal(err)
	}
	if info, err := f.Stat(); err == nil && info.Size() > maxLog {
		_ = syscall.Kill(0, syscall.SIGKILL)
	}
}

func fatal(err error) {
	fmt.Fprintf(os.Stderr, "stub %s: %v\n", name, err)
	os.Exit(126)
}
