package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// Commands that run another one several times: parallel for each item, one after the other, and watch until something ends it.
// c/repeat.h does the same in C.

const (
	maxLists = 4
	maxItems = 256
)

// quoted writes a text as a word for a shell.
func quoted(s string) string {
	if s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+=,") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// lines are the items of a file.
func lines(r io.Reader) []string {
	text, _ := io.ReadAll(io.LimitReader(r, 1<<16-1))
	var out []string
	for l := range strings.Lines(string(text)) {
		out = append(out, strings.TrimSuffix(l, "\n"))
	}
	return out[:min(len(out), maxItems)]
}

func fileLines(name string) ([]string, bool) {
	f, err := os.Open(name)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	return lines(f), true
}

// itemNumber reads {2} at the start of a text and gives 2; 0 for anything else.
func itemNumber(s string) int {
	if len(s) > 2 && s[0] == '{' && s[1] >= '1' && s[1] <= '9' && s[2] == '}' {
		return int(s[1] - '0')
	}
	return 0
}

// job is the line of a job: the command with its items, each as a word, in place of {} or behind it. Where no command is given the
// items are.
func job(command []string, mark string, with []string, sequence int) string {
	if len(command) == 0 {
		return strings.Join(with, " ")
	}
	text, marked := strings.Join(command, " "), false
	for _, w := range command {
		marked = marked || strings.Contains(w, mark)
		for i := range w {
			marked = marked || itemNumber(w[i:]) > 0
		}
	}
	if !marked {
		text += " " + mark
	}
	var all []string
	for _, w := range with {
		all = append(all, quoted(w))
	}
	var line strings.Builder
	for text != "" {
		switch n := itemNumber(text); {
		case n > 0:
			if n <= len(all) {
				line.WriteString(all[n-1])
			}
			text = text[3:]
		case strings.HasPrefix(text, "{#}"):
			line.WriteString(strconv.Itoa(sequence))
			text = text[3:]
		case strings.HasPrefix(text, mark):
			line.WriteString(strings.Join(all, " "))
			text = text[len(mark):]
		default:
			line.WriteByte(text[0])
			text = text[1:]
		}
	}
	return line.String()
}

// statusOf is the status of a command that has ended.
func statusOf(cmd *exec.Cmd) int {
	if cmd.ProcessState == nil {
		return 127
	}
	if n := cmd.ProcessState.ExitCode(); n >= 0 {
		return n
	}
	return 128 + int(cmd.ProcessState.Sys().(syscall.WaitStatus).Signal())
}

// number reads a number as atoi of C does, which takes the digits that there are.
func number(s string) int {
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	n, _ := strconv.Atoi(s[:end])
	return n
}

func parallel(args []string, failure int) int {
	if failure != 0 {
		return failure
	}
	mark, halt, file, most, dry := "{}", "", "", 1, false
	var fromFile bool
	i := 0
options:
	for ; i < len(args) && len(args[i]) > 1 && args[i][0] == '-'; i++ {
		a := args[i]
		if a == "--" {
			i++
			break options
		}
		next := func(value string) string {
			if value == "" && i+1 < len(args) {
				i++
				return args[i]
			}
			return value
		}
		if a[1] == '-' {
			name, value, joined := strings.Cut(a, "=")
			if !joined && strings.Contains(" --jobs --max-procs --max-args --arg-file --halt --delay --timeout --load ", " "+name+" ") {
				value = next("")
			}
			switch name {
			case "--dry-run", "--dryrun":
				dry = true
			case "--halt":
				halt = value
			case "--arg-file":
				file, fromFile = value, true
			case "--max-args":
				most = number(value)
			}
			continue
		}
		for k := 1; k < len(a); k++ {
			if strings.IndexByte("jPnNaI", a[k]) < 0 {
				continue
			}
			value := next(a[k+1:])
			switch a[k] {
			case 'n', 'N':
				most = number(value)
			case 'a':
				file, fromFile = value, true
			case 'I':
				mark = value
			}
			break
		}
	}
	from := i
	for i < len(args) && !strings.HasPrefix(args[i], ":::") {
		i++
	}
	command := args[from:i]
	var lists [][]string
	for i < len(args) && len(lists) < maxLists {
		files := args[i] == "::::"
		var list []string
		for i++; i < len(args) && !strings.HasPrefix(args[i], ":::"); i++ {
			if !files {
				list = append(list, args[i])
				continue
			}
			l, ok := fileLines(args[i])
			if !ok {
				return 255
			}
			list = append(list, l...)
		}
		lists = append(lists, list[:min(len(list), maxItems)])
	}
	if len(lists) == 0 {
		if !fromFile {
			lists = append(lists, lines(os.Stdin))
		} else if list, ok := fileLines(file); ok {
			lists = append(lists, list)
		} else {
			return 255
		}
	}
	return jobs(command, mark, lists, max(most, 1), halt, dry)
}

// jobs runs the jobs of parallel for each combination of items.
func jobs(command []string, mark string, lists [][]string, most int, halt string, dry bool) int {
	n := 1
	for _, l := range lists {
		n *= len(l)
	}
	stop, success := 0, strings.Contains(halt, "success=")
	if halt == "1" || halt == "2" {
		stop = 1
	} else if _, count, ok := strings.Cut(halt, "="); ok {
		stop = number(count)
	}
	failed, good := 0, 0
	for at, sequence := 0, 1; at < n; sequence++ {
		var with []string
		if len(lists) == 1 {
			for len(with) < most && at < n {
				with = append(with, lists[0][at])
				at++
			}
		} else {
			rest, behind := at, n
			for _, l := range lists {
				behind /= len(l)
				with = append(with, l[rest/behind])
				rest %= behind
			}
			at++
		}
		line := job(command, mark, with, sequence)
		if dry {
			fmt.Println(line)
			continue
		}
		words := shellWords(line, true)
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		_ = cmd.Run()
		status := statusOf(cmd)
		if status != 0 {
			failed++
		} else {
			good++
		}
		count := failed
		if success {
			count = good
		}
		switch {
		case stop == 0 || count != stop || (status == 0) != success:
		case stop == 1:
			return status
		case success:
			return 0
		default:
			return failed
		}
	}
	if failed > 100 {
		return 101
	}
	return failed
}

// How a call of watch ends that the world says something about.
const (
	noTerminal = 1
	ended      = 9
	maxRounds  = 20
)

// watch never ends by itself without -g, -e and -q. A world may say that it has no terminal, or that after the second round what it
// shows has changed or the person who looks at it ends it.
func watch(args []string, how int) int {
	changes, errors, direct, same := false, false, false, 0
	i := 0
	for ; i < len(args) && len(args[i]) > 1 && args[i][0] == '-'; i++ {
		a := args[i]
		if a == "--" {
			i++
			break
		}
		if a[1] == '-' {
			changes = changes || a == "--chgexit"
			errors = errors || a == "--errexit"
			direct = direct || a == "--exec"
			if value, ok := strings.CutPrefix(a, "--equexit="); ok {
				same = number(value)
			}
			if (a == "--interval" || a == "--equexit") && i+1 < len(args) {
				i++
				if a == "--equexit" {
					same = number(args[i])
				}
			}
			continue
		}
	letters:
		for k := 1; k < len(a); k++ {
			switch a[k] {
			case 'g':
				changes = true
			case 'e':
				errors = true
			case 'x':
				direct = true
			case 'd': // its value stands behind it
				break letters
			case 'n', 'q':
				value := a[k+1:]
				if value == "" && i+1 < len(args) {
					i++
					value = args[i]
				}
				if a[k] == 'q' {
					same = number(value)
				}
				break letters
			}
		}
	}
	if i >= len(args) || how == noTerminal {
		return 1
	}
	words := []string{"sh", "-c", strings.Join(args[i:], " ")}
	if direct {
		words = args[i:]
	}
	var before []byte
	for round, alike := 1, 0; ; round++ {
		var out bytes.Buffer
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, &out, &out
		_ = cmd.Run()
		_, _ = os.Stdout.Write(out.Bytes()) // nobody may be reading
		if errors && statusOf(cmd) != 0 {
			return 8
		}
		if round > 1 && bytes.Equal(out.Bytes(), before) {
			alike++
		} else {
			alike = 0
		}
		switch {
		case changes && round > 1 && alike == 0, same > 0 && alike >= same, how == ended && round > 1:
			return 0
		case round >= maxRounds:
			_ = syscall.Kill(0, syscall.SIGKILL)
		}
		before = bytes.Clone(out.Bytes())
	}
}
