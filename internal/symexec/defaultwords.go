package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// defaultWords parts a word whose default is a command of several words by whether that is what it stands for: set -- ${X:-wipefs -a /dev/sdb}.
func (x *exec) defaultWords(in segs) []segs {
	for i, s := range in.l {
		if !s.exp || s.quoted || s.isList {
			continue
		}
		y := in.st.Resolve(s.v).Single()
		if y == nil || y.Kind != value.SymDefault || y.Summary || !strings.ContainsAny(y.Path, " \t\n") || in.st.Con(y).Refutes(y.Path) || !x.prog.Cat.MayDestroy([]byte(y.Path)) {
			continue
		}
		var out []segs
		for _, b := range x.dom.DecideEq(in.st, value.SymValue(y), y.Path) {
			l := append([]seg(nil), in.l...)
			if b.Ok {
				l[i].v = value.Lit(y.Path)
				out = append(out, x.defaultWords(segs{b.St, l})...)
			} else {
				out = append(out, segs{b.St, l})
			}
		}
		return out
	}
	return []segs{in}
}

// runByName are variables whose text programs run, or the file that they name, with what says so: a text of the shell for those with
// false.
var runByName = map[string]bool{
	"BASH_ENV": true, "ENV": true, // bash manual, Bash Startup Files; POSIX, sh, ENV
	"PROMPT_COMMAND": false, "PS4": false, "PS1": false, "PS0": false, // bash manual, Bash Variables, Controlling the Prompt
	"GIT_SSH_COMMAND": false, "GIT_EDITOR": false, "GIT_PAGER": false, "GIT_SEQUENCE_EDITOR": false, "GIT_EXTERNAL_DIFF": false, // git(1)
	"EDITOR": false, "VISUAL": false, "PAGER": false, "MANPAGER": false, "LESSOPEN": false, // environ(7), man(1), less(1)
	"RSYNC_RSH": false, "CVS_RSH": false, "TAPE": false, // rsync(1)
}

// leavesText runs the text of such a variable: whoever reads it runs that later, whatever was asked before.
func (x *exec) leavesText(name string, v value.Value, st *domain.State) {
	file, is := runByName[name]
	if !is || len(v) == 0 {
		return
	}
	at := x.dom.Here()
	if file {
		if text, ok := x.writtenText(st, v); ok {
			x.plant(st, "/etc/profile.d/"+name, text, at, at)
		}
		return
	}
	if t := v.Pattern(); name[:2] == "PS" && !strings.ContainsAny(t, "`(") || !x.prog.Cat.MayDestroy([]byte(t)) {
		return
	}
	if name[:2] == "PS" { // of a prompt only the substitutions are run
		v = value.Lit(": \"").Append(v).Append(value.Lit("\""))
	}
	x.plant(st, "/etc/profile.d/"+name, v, at, at)
}
