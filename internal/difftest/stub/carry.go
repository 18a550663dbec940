package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// A carrier runs another command, here or at another place: which of its options take a value, and how many operands stand
// before the command. c/carry.h says the same in C.
type carrier struct {
	kind           kind
	letters, words string
	operands       int
}

type kind uint8

const (
	here kind = iota
	lock
	remote
	inside
	fleet
	ansible
	salt
)

var carriers = map[string]carrier{
	"sudo":        {here, "CDghpRrTtUu", " --user --group --chdir ", 0},
	"doas":        {here, "aCu", " ", 0},
	"nice":        {here, "n", " --adjustment ", 0},
	"ionice":      {here, "cnpPu", " --class --classdata ", 0},
	"nohup":       {here, "", " ", 0},
	"setsid":      {here, "", " ", 0},
	"stdbuf":      {here, "ioe", " --input --output --error ", 0},
	"timeout":     {here, "ks", " --kill-after --signal ", 1},
	"chroot":      {here, "", " --userspec --groups ", 1},
	"nsenter":     {here, "tSGW", " --target ", 0},
	"unshare":     {here, "RwSG", " ", 0},
	"systemd-run": {here, "updE", " --unit --property --slice ", 0},
	"flock":       {lock, "wEc", " --wait --timeout --conflict-exit-code --command ", 1},
	"ssh":         {remote, "BbcDEeFIiJLlmOoPpQRSWw", " ", 1},
	"docker":      {inside, "euw", " --env --user --workdir ", 1},
	"podman":      {inside, "euw", " --env --user --workdir ", 1},
	"kubectl":     {inside, "cn", " --container --namespace ", 1},
	"pdsh":        {fleet, "wxltufRMgXP", " ", 0},
	"dsh":         {fleet, "mgfroFNb", " --machine --group --file --forklimit ", 0},
	"clush":       {fleet, "wxgXfltuo", " --group --hostfile --fanout ", 0},
	"pssh":        {fleet, "HhlpoetOxX", " --host --hosts --user --par --timeout ", 0},
	"ansible":     {ansible, "amiluf", " ", 1},
	"salt":        {salt, "ctb", " --out --timeout ", 1},
}

// What the options of a call say.
var given struct {
	hosts, text, lockText                                *string
	largest, noInput, passInput, prefixed, shown, noWait bool
}

func option(c carrier, letter byte, value *string) {
	switch letter {
	case 'w', 'm', 'g', 'H':
		if c.kind == fleet && value != nil {
			given.hosts = value
		}
	case 'S':
		given.largest = given.largest || c.kind == fleet
	case 'n':
		given.noInput = given.noInput || c.kind == remote
		given.noWait = given.noWait || c.kind == lock
	case 'i':
		given.passInput = true
		given.shown = given.shown || c.kind == fleet
	case 'M':
		given.prefixed = true
	case 'a':
		if c.kind == ansible {
			given.text = value
		}
	case 'c':
		if c.kind == lock {
			given.lockText = value
		}
	}
}

// options skips those that begin at args[i] and gives the index of the first operand.
func options(c carrier, i int, args []string) int {
	for ; i < len(args) && len(args[i]) > 1 && args[i][0] == '-'; i++ {
		a := args[i]
		if a == "--" {
			return i + 1
		}
		if a[1] == '-' {
			name, value, joined := strings.Cut(a, "=")
			if !joined && strings.Contains(c.words, " "+a+" ") && i+1 < len(args) {
				i++
				value, joined = args[i], true
			}
			switch {
			case joined && (name == "--group" || name == "--machine" || name == "--host"):
				option(c, 'w', &value)
			case joined && name == "--command":
				option(c, 'c', &value)
			}
			continue
		}
		for k := 1; k < len(a); k++ {
			if strings.IndexByte(c.letters, a[k]) < 0 {
				option(c, a[k], nil)
				continue
			}
			value := a[k+1:]
			if value == "" && i+1 < len(args) {
				i++
				value = args[i]
			}
			option(c, a[k], &value)
			break
		}
	}
	return i
}

// start is exec of a command of PATH.
func start(words ...string) int {
	if strings.Contains(words[0], "/") {
		return 126
	}
	path, err := exec.LookPath(words[0])
	if err != nil {
		return 127
	}
	_ = syscall.Exec(path, words, os.Environ())
	return 126
}

func shellWords(line string, has bool) []string {
	if has {
		return []string{os.Getenv("WL_SHELL"), "-c", line}
	}
	return []string{os.Getenv("WL_SHELL"), "-s"}
}

// elsewhere is the environment at another place: of the variables only those of the world are there.
func elsewhere(host string) []string {
	var env []string
	for _, name := range []string{"PATH", "TMPDIR", "LC_ALL", "WL_LOG", "WL_WORLD", "WL_SHELL", "WL_ENV"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	for v := range strings.SplitSeq(os.Getenv("WL_ENV"), "\x1e") {
		if v != "" {
			env = append(env, v)
		}
	}
	return append(env, "WL_HOST="+host)
}

func arrive(host string) {
	env := elsewhere(host)
	_ = os.Chdir(home(host))
	os.Clearenv()
	for _, v := range env {
		name, value, _ := strings.Cut(v, "=")
		_ = os.Setenv(name, value)
	}
}

// home makes the folder in which commands begin on a host: a file there is not the one of the same name here.
func home(host string) string {
	dir := os.Getenv("TMPDIR") + "/.at-" + strings.ReplaceAll(host, "/", "_")
	_ = os.Mkdir(dir, 0o777)
	return dir
}

func noStdin() {
	if f, err := os.Open(os.DevNull); err == nil {
		_ = syscall.Dup2(int(f.Fd()), 0)
	}
}

// swallow takes all of the standard input and gives it to the command: what reads after it finds nothing.
func swallow() {
	data, _ := io.ReadAll(io.LimitReader(os.Stdin, 1<<16))
	r, w, err := os.Pipe()
	if err != nil {
		return
	}
	_, _ = w.Write(data)
	_ = w.Close()
	_ = syscall.Dup2(int(r.Fd()), 0)
}

var errNoHost = errors.New("no such host")

// isHost reports whether a name may be that of a machine: none has a blank in it, so that what was meant for several reaches nobody.
func isHost(name string) bool { return !strings.ContainsAny(name, " \t\n") }

// each runs a line on every host in turn and gives the largest status; how says how output is shown.
func each(list, line, between string, how byte) (most int, lost, failed bool) {
	if list == "web" {
		list = "h1,h2"
	}
	for _, h := range strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(between, r) }) {
		h = h[strings.LastIndex(h, "@")+1:]
		words := shellWords(line, true)
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Env, cmd.Dir, cmd.Stderr = elsewhere(h), home(h), os.Stderr
		var out bytes.Buffer
		cmd.Stdout = &out
		err := errNoHost
		if isHost(h) {
			err = cmd.Run()
		}
		status := 0
		if err != nil {
			status = 255
			var exit *exec.ExitError
			if errors.As(err, &exit) && exit.ExitCode() >= 0 {
				status = exit.ExitCode()
			}
		}
		word := func(good, bad string) string {
			if status == 0 {
				return good
			}
			return bad
		}
		switch how {
		case 'a':
			fmt.Printf("%s | %s | rc=%d >>\n%s\n", h, word("CHANGED", "FAILED"), status, &out)
		case 'i':
			fmt.Printf("[1] 00:00:00 [%s] %s\n%s", word("SUCCESS", "FAILURE"), h, &out)
		case 'q':
			fmt.Printf("[1] 00:00:00 [%s] %s\n", word("SUCCESS", "FAILURE"), h)
		case 'r':
			fmt.Print(&out)
		case 'p', 's':
			before := h + ": "
			if how == 's' {
				fmt.Printf("%s:\n", h)
				before = "    "
			}
			for l := range strings.Lines(out.String()) {
				fmt.Println(before + strings.TrimSuffix(l, "\n"))
			}
		}
		most = max(most, status)
		lost = lost || status == 255
		failed = failed || status != 0
	}
	return most, lost, failed
}

// carry runs the command that a call carries; failure is the status of one that does not come to it.
func carry(name string, args []string, failure int) int {
	c, ok := carriers[name]
	if !ok {
		return 126
	}
	if c.kind == inside {
		if len(args) == 0 || args[0] != "exec" {
			return 0
		}
		args = args[1:]
	}
	i := options(c, 0, args)
	first := ""
	if i < len(args) {
		first = args[i]
	}
	switch c.kind {
	case remote, ansible, inside, salt:
		if i >= len(args) {
			return 255
		}
		i++
		if c.kind != salt && (c.kind != inside || name == "kubectl") {
			i = options(c, i, args)
		}
	default:
		i += c.operands
	}
	rest := args[min(i, len(args)):]
	if failure != 0 && (c.kind == here || c.kind == remote || c.kind == inside || c.kind == lock && given.noWait) {
		return failure
	}
	switch c.kind {
	case here:
		for len(rest) > 0 && name == "sudo" && strings.Contains(rest[0], "=") {
			k, v, _ := strings.Cut(rest[0], "=")
			if k == "PATH" {
				return 126
			}
			_ = os.Setenv(k, v)
			rest = rest[1:]
		}
		if len(rest) == 0 {
			return 125
		}
		return start(rest...)
	case lock:
		if given.lockText == nil && len(rest) > 1 && rest[0] == "-c" {
			given.lockText = &rest[1]
		}
		if given.lockText != nil {
			return start("sh", "-c", *given.lockText)
		}
		if len(rest) == 0 {
			return 0
		}
		return start(rest...)
	case remote:
		if !isHost(first) {
			return 255
		}
		if given.noInput {
			noStdin()
		} else {
			swallow()
		}
		arrive(first[strings.LastIndex(first, "@")+1:])
		return start(shellWords(strings.Join(rest, " "), len(rest) > 0)...)
	case inside:
		if len(rest) == 0 || !isHost(first) {
			return 1
		}
		if given.passInput {
			swallow()
		} else {
			noStdin()
		}
		arrive(first)
		return start(rest...)
	case fleet, ansible, salt: // they reach several hosts
	}
	return manyHosts(name, c, first, rest, failure)
}

func manyHosts(name string, c carrier, first string, rest []string, failure int) int {
	switch c.kind {
	case ansible:
		if given.text == nil {
			return 2
		}
		if failure != 0 {
			return 4
		}
		if _, _, failed := each(first, *given.text, ",:", 'a'); failed {
			return 2
		}
		return 0
	case salt:
		if len(rest) < 2 {
			return 2
		}
		if failure == 0 {
			each(first, rest[1], ",", 's')
		}
		return 0
	default: // the hosts are given by an option
	}
	if given.hosts == nil || len(rest) == 0 {
		return 1
	}
	if failure != 0 {
		switch {
		case name == "pssh":
			return 4
		case name == "dsh" || given.largest:
			return 255
		}
		return 0
	}
	if strings.Trim(*given.hosts, " ,") == "" { // an empty list: "no remote hosts specified"
		if name == "dsh" {
			return 255 // its ssh fails
		}
		return 1
	}
	line := strings.Join(rest, " ")
	switch name {
	case "pssh":
		how := byte('q')
		if given.shown {
			how = 'i'
		}
		_, lost, failed := each(*given.hosts, line, " ,", how)
		switch {
		case lost:
			return 4
		case failed:
			return 5
		}
		return 0
	case "dsh":
		how := byte('r')
		if given.prefixed {
			how = 'p'
		}
		most, _, _ := each(*given.hosts, line, ",", how)
		return most
	}
	most, _, _ := each(*given.hosts, line, ",", 'p')
	if !given.largest {
		return 0
	}
	return most
}
