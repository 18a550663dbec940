package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// inputTaken is what a command leaves of standard input that reads all of it and hands it on, whatever its own command reads of that:
// ssh in a loop over a list leaves nothing of the list, so that the loop ends with its first line. Nothing is taken where it
// could not reach the machine, which its status need not tell, so that both may be.
func (x *exec) inputTaken(cl *domain.CallInfo, before *domain.State, states []*domain.State) []*domain.State {
	if before.Stdin == nil || len(before.Resolve(before.Stdin.Text)) == 0 {
		return states
	}
	out := make([]*domain.State, 0, 2*len(states))
	for _, s := range states {
		if s.Stdin == nil || len(s.Resolve(s.Stdin.Text)) == 0 {
			out = append(out, s)
			continue
		}
		c := s.Fork()
		c.Stdin = &domain.Input{}
		x.dom.Event(c, domain.Step{Kind: domain.InputTaken, At: cl.Whole, By: effects.BaseName(cl.Name)})
		out = append(out, c, s)
	}
	return out
}

// takers are programs that run no other one and read all of standard input, with the words that keep them from it, as their manuals say:
// ffmpeg(1) takes keys from it, mplayer(1) and mpv(1) too, adb shell hands it on as ssh does.
var takers = map[string][]string{
	"ffmpeg":       {"-nostdin", "pipe:0", "-"},
	"mplayer":      {"-noconsolecontrols", "-slave"},
	"mpv":          {"--no-input-terminal", "--input-terminal=no"},
	"HandBrakeCLI": {},
	"adb":          {"-n", "devices", "push", "pull", "install", "root", "reboot", "wait-for-device", "get-state", "connect"},
	"plink":        {},
	"telnet":       {}, "nc": {"-d", "-z"}, "ncat": {"--recv-only"},
}

// unheardInput is inputTaken of a program that nothing else is known of.
func (x *exec) unheardInput(cl *domain.CallInfo, before *domain.State, states []*domain.State) []*domain.State {
	if readsStatements(cl) {
		return x.inputTaken(cl, before, states)
	}
	but, ok := takers[cl.Name]
	if !ok || slices.ContainsFunc(cl.Args[1:], func(f domain.Field) bool { return slices.Contains(but, f.V.Pattern()) }) {
		return states
	}
	return x.inputTaken(cl, before, states)
}

// statements are clients that read what they are to do from standard input, unless their words have it: with the letters and long options
// that give it, and the number of operands from which on one of them does.
var statements = map[string]struct {
	letters string
	long    []string
	words   int
}{
	"mysql": {"eV?", []string{"--execute", "--help", "--version"}, 9}, "mariadb": {"eV?", []string{"--execute", "--help", "--version"}, 9},
	"psql":    {"cflV?", []string{"--command", "--file", "--list", "--help", "--version"}, 9},
	"sqlite3": {"", []string{"-version", "-help", "-cmd"}, 2},
	"mongosh": {"", []string{"--eval", "--file", "--version", "--help"}, 2}, "mongo": {"", []string{"--eval", "--version", "--help"}, 2},
	"redis-cli": {"", []string{"--scan", "--stat", "--bigkeys", "--rdb", "--latency"}, 1}, "valkey-cli": {"", []string{"--scan", "--stat", "--bigkeys", "--rdb", "--latency"}, 1},
	"cqlsh": {"ef", []string{"--execute", "--file", "--version"}, 9}, "clickhouse-client": {"q", []string{"--query", "--queries-file", "--version"}, 9},
}

// readsStatements reports whether a client is called without anything to do, so that it reads that from standard input.
func readsStatements(cl *domain.CallInfo) bool {
	client, ok := statements[cl.Name]
	if !ok {
		return false
	}
	operands, value := 0, false
	for _, f := range cl.Args[1:] {
		w := f.V.Pattern()
		name, _, _ := strings.Cut(w, "=")
		switch {
		case slices.Contains(client.long, name):
			return false
		case strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "--") && strings.ContainsAny(w[1:], client.letters):
			return false
		case strings.HasPrefix(w, "-"):
			value = len(w) == 2
		case value:
			value = false
		default:
			operands++
		}
	}
	return operands < client.words
}
