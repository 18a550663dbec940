package replay

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"
)

// signals are those that a shell can send and trap, and that end it by default.
var signals = map[string]int{"HUP": 1, "INT": 2, "QUIT": 3, "KILL": 9, "USR1": 10, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15}

// signalNumber is the number of a signal by its name or number; 0 for others.
func signalNumber(s string) int {
	name := strings.TrimPrefix(strings.ToUpper(s), "SIG")
	if n, ok := signals[name]; ok {
		return n
	}
	n, _ := strconv.Atoi(s)
	for _, known := range signals {
		if n == known {
			return n
		}
	}
	return 0
}

// trapOn is the variable that holds the handler of a signal.
func trapOn(n int) string { return "__wl_sig_" + strconv.Itoa(n) }

// hears notes that a shell has a handler for a signal.
func (m *machine) hears(ctx context.Context, n int) {
	s, _ := ctx.Value(specKey{}).(*shellSpec)
	m.mu.Lock()
	defer m.mu.Unlock()
	if s != nil && n == signalNumber(m.c.Trap) {
		m.hearer = s
		m.arrives(aboutOutput, "the trap")
	}
}

// arrives sends the signal whose handler the command stands in, at one of the moments from which on there is a handler: when somebody
// from outside does so is not the script's choice.
func (m *machine) arrives(sort int, key string) {
	n := signalNumber(m.c.Trap)
	if n == 0 || m.sent || m.hearer == nil {
		return
	}
	if m.choose(sort, "signal "+m.c.Trap+" after "+key, "", "sent") != "" {
		m.sent = true
		m.hearer.pending = n
	}
}

// kill sends a signal to the script itself; other processes do not get one.
func (m *machine) kill(ctx context.Context, hc interp.HandlerContext, args []string) ([]string, error) {
	n := signals["TERM"]
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		name := args[0][1:]
		if (name == "s" || name == "n") && len(args) > 1 {
			args = args[1:]
			name = args[0]
		}
		if name == "0" || name == "l" || name == "L" {
			return status(0), nil
		}
		if name != "-" {
			if n = signalNumber(name); n == 0 {
				return nil, m.fail(cannot("the script sends the signal %s", name))
			}
		}
		args = args[1:]
	}
	s, _ := ctx.Value(specKey{}).(*shellSpec)
	if s == nil || !slices.Contains(args, strconv.Itoa(os.Getpid())) && !slices.Contains(args, "0") {
		return status(0), nil
	}
	m.mu.Lock()
	s.pending = n
	m.mu.Unlock()
	if out := m.signalled(ctx, hc, status(0)); out != nil {
		return out, nil
	}
	return status(0), nil
}

// signalled does what a signal does that has come in, before what is called then; nil if there is none. A shell looks at it when the
// command that it waits for has ended.
func (m *machine) signalled(ctx context.Context, hc interp.HandlerContext, args []string) []string {
	s, _ := ctx.Value(specKey{}).(*shellSpec)
	if s == nil {
		return nil
	}
	m.mu.Lock()
	n := s.pending
	m.mu.Unlock()
	if n == 0 || value(hc, "__wl_sub") == "1" {
		return nil
	}
	m.mu.Lock()
	s.pending = 0
	m.mu.Unlock()
	code := value(hc, trapOn(n))
	if code == "" || n == signals["KILL"] {
		return []string{"exit", strconv.Itoa(128 + n)}
	}
	last := strconv.Itoa(hc.LastExitStatus)
	return []string{"eval", "'" + wordGo + "' eval " + quote(code) + "; '" + wordStatus + "' " + last + "; " + quoted(args)}
}
