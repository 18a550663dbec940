package replay

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"
)

// subshellBegin is what a subshell begins with.
func subshellBegin(args []string) string {
	if len(args) > 1 && args[1] == untrapped {
		return subshell + "; __wl_notrap=1"
	}
	return subshell
}

// wait waits for jobs. The interpreter knows those of the shell itself, and not which of them ends first.
func (m *machine) wait(hc interp.HandlerContext, args []string) ([]string, error) {
	next := false
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		switch args[0] {
		case "-n":
			next = true
		case "-f", "--":
		default:
			return nil, m.fail(cannot("the script uses wait %s", args[0]))
		}
		args = args[1:]
	}
	running, own := strings.Fields(value(hc, "__wl_jobs")), strings.Fields(value(hc, "__wl_pids"))
	if m.prog.waitsLast && !next {
		m.mu.Lock()
		substed, status := m.substed, m.subst
		m.mu.Unlock()
		// $! is what runs in <( ), and holds here the job before that one.
		if last := len(own) - 1; substed && (last < 0 && len(args) <= 1 || last >= 0 && slices.Equal(args, own[last:])) {
			return []string{wordStatus, strconv.Itoa(status)}, nil
		}
	}
	if next {
		if len(args) > 0 {
			running = slices.DeleteFunc(running, func(id string) bool { return !slices.Contains(args, id) })
		}
		if len(running) == 0 {
			return status(127), nil
		}
		m.mu.Lock()
		m.counts["\x00wait"]++
		var all []string
		for i := range running {
			all = append(all, strconv.Itoa(i))
		}
		i, _ := strconv.Atoi(m.choose(aboutCommand, "job that ends first #"+strconv.Itoa(m.counts["\x00wait"]), all...))
		m.mu.Unlock()
		args = running[i : i+1]
	} else if len(args) == 0 {
		return []string{"eval", "__wl_jobs=; '" + wordGo + "' wait"}, nil
	}
	text := ""
	left := strings.Fields(value(hc, "__wl_jobs"))
	for _, id := range args {
		if !slices.Contains(own, id) {
			text += "; '" + wordStatus + "' 127" // it is no child of this shell
			continue
		}
		left = slices.DeleteFunc(left, func(s string) bool { return s == id })
		text += "; '" + wordGo + "' wait " + quote(id)
	}
	return []string{"eval", "__wl_jobs=" + quote(strings.Join(left, " ")) + text}, nil
}

// shift fails where there are fewer parameters than are to go; the interpreter drops what there is.
func (m *machine) shift(args []string) ([]string, error) {
	n := 1
	if len(args) > 0 {
		var ok bool
		if n, ok = integer(args[0]); !ok || n < 0 {
			return status(1), nil
		}
	}
	few := "'" + wordStatus + "' 1"
	if !m.prog.bash {
		few = "'" + wordGo + "' exit 2" // a special builtin: the shell ends
	}
	return []string{"eval", "if test $# -lt " + strconv.Itoa(n) + "; then " + few + "; else '" + wordGo + "' shift " + strconv.Itoa(n) + "; fi"}, nil
}

// returns ends a function. The interpreter knows nothing of it in a subshell, where it ends that one, and outside of all functions it
// does nothing in bash.
func (m *machine) returns(hc interp.HandlerContext, args []string) ([]string, error) {
	n := strconv.Itoa(hc.LastExitStatus)
	if len(args) > 0 {
		n = exitStatus(args[0])
	}
	depth := value(hc, "__wl_d")
	switch {
	case depth == "" && m.prog.bash:
		return status(2), nil
	case depth == "" || value(hc, "__wl_sub") == "1" && value(hc, "__wl_subd") == depth:
		return []string{"eval", "'" + wordGo + "' exit " + n}, nil
	}
	return []string{"return", n}, nil
}
