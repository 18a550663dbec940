package symexec

import (
	"path"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A redirection that fails keeps its command from running, and its status is taken for the command's: 1 in bash, which for many a guard
// means "nobody uses it", and 2 in dash.

// A mishap says whether something fails.
type mishap uint8

const (
	never  mishap = iota
	inPlan        // it may, which nobody has in mind who only writes a log; followed where the status is looked at
	may
	always
)

// failsToOpen says whether a redirection fails to open what it names.
func (x *exec) failsToOpen(r *syntax.Redirect, v value.Value, st *domain.State) mishap {
	text, known := st.Resolve(v).Constant()
	switch r.Op {
	case syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		return never
	case syntax.DplIn, syntax.DplOut:
		n, err := strconv.Atoi(text)
		if !known || err != nil || n < 3 && st.Fd(n).Kind != domain.ToClosed {
			return never
		}
		return x.closed(n, st)
	}
	if known && ready(text) {
		return never
	}
	if r.Op == syntax.RdrIn {
		if _, written := st.Files.Get(x.tab.Name(x.tools.FileKey(st, st.Resolve(v)))); written || x.isThere(v, st) {
			return never
		}
		return may
	}
	switch {
	case r.Op == syntax.RdrOut && st.Opts&domain.OptNoclobber != 0:
		return may // the file may be there
	case known && strings.HasPrefix(text, "/") && effects.StaticText(r.Word) == text && !usualFolders[path.Dir(text)] && !x.makesFolder(path.Dir(text)):
		return may
	case known && !strings.Contains(text, "/") || x.isThere(v, st) || x.inFolder(v, st):
		return never
	}
	return inPlan
}

// ready reports whether a file is on every machine.
func ready(name string) bool {
	return strings.HasPrefix(name, "/dev/") || strings.HasPrefix(name, "/proc/") || strings.HasPrefix(name, "/sys/") || usualFiles[name]
}

var usualFiles = map[string]bool{"/etc/passwd": true, "/etc/group": true, "/etc/hosts": true, "/etc/fstab": true, "/etc/mtab": true, "/etc/os-release": true,
	"/etc/resolv.conf": true, "/etc/hostname": true, "/etc/machine-id": true, "/etc/services": true, "/etc/shells": true}

// usualFolders are there on every machine; a script that writes to another one makes that first.
var usualFolders = map[string]bool{"/": true, ".": true, "/tmp": true, "/var/tmp": true, "/var/log": true, "/var/run": true, "/run": true, "/var/lock": true,
	"/run/lock": true, "/dev/shm": true, "/etc": true, "/root": true, "/home": true, "/var": true, "/var/lib": true, "/var/cache": true, "/var/spool": true,
	"/etc/cron.d": true, "/etc/default": true, "/etc/profile.d": true, "/etc/sudoers.d": true, "/etc/systemd/system": true, "/etc/modprobe.d": true,
	"/etc/sysctl.d": true, "/etc/udev/rules.d": true, "/usr/local/bin": true, "/usr/local/sbin": true, "/boot": true, "/mnt": true, "/opt": true, "/srv": true}

// inFolder reports whether the folder of a file is known to be there.
func (x *exec) inFolder(v value.Value, st *domain.State) bool {
	v = st.Resolve(v)
	if n := len(v) - 1; n >= 1 && v[n].Sym == nil {
		if at := strings.LastIndexByte(v[n].Lit, '/'); at == 0 {
			return x.isThere(v[:n], st)
		}
	}
	return false
}

// makesFolder reports whether some word of the script names a folder other than by a redirection, as what makes it does.
func (x *exec) makesFolder(folder string) bool {
	x.readOpenings()
	return x.foldersNamed[folder]
}

// readOpenings looks in the text for what names folders and opens descriptors.
func (x *exec) readOpenings() {
	if x.openingsOf == len(x.prog.StmtsOf) && x.opens != nil {
		return
	}
	x.openingsOf, x.foldersNamed, x.opens = len(x.prog.StmtsOf), map[string]bool{}, map[int]bool{}
	for _, l := range x.prog.StmtsOf {
		for _, s := range l {
			script.Walk(s, func(n syntax.Node) bool {
				if r, ok := n.(*syntax.Redirect); ok && r.N != nil && !(r.Word != nil && r.Word.Lit() == "-") {
					if n, err := strconv.Atoi(r.N.Value); err == nil {
						x.opens[n] = true
					}
				}
				c, ok := n.(*syntax.CallExpr)
				if !ok || len(c.Args) < 2 {
					return true
				}
				switch effects.BaseName(c.Args[0].Lit()) {
				case "mkdir", "install", "cd", "pushd", "tar", "unzip", "git", "cp", "rsync", "mount", "sudo", "chown", "chmod", "touch":
					for _, w := range c.Args[1:] {
						x.foldersNamed[strings.TrimSuffix(effects.StaticText(w), "/")] = true
					}
				}
				return true
			})
		}
	}
}

// closed says whether nothing is open at a descriptor other than the first three.
func (x *exec) closed(n int, st *domain.State) mishap {
	if n >= domain.Descriptors {
		return never
	}
	switch d := st.Fd(n); {
	case d.Kind == domain.ToClosed:
		return always
	case d != (domain.Dest{}) || n < 3:
		return never
	}
	if _, reads := st.Files.Get(x.descriptor(n)); reads {
		return never
	}
	x.readOpenings()
	if x.opens[n] {
		return never // where it leads is not known: to the terminal
	}
	return may
}

// goesUnopened reports whether to follow the way on which a redirection of a statement fails. A guard that writes to a log of which only
// a variable knows the name is not taken for one that may not run at all.
func (x *exec) goesUnopened(how mishap, s *syntax.Stmt) bool {
	switch how {
	case always, may:
		return true
	case inPlan:
		return (x.proof.NoErr > 0 || x.then != nil && x.prog.ReadsStatus(x.then, 0)) && !x.asksIn(s)
	case never:
	}
	return false
}

// asksIn reports whether a guard may run in a statement.
func (x *exec) asksIn(s *syntax.Stmt) bool {
	is, done := x.askers[s]
	if done {
		return is
	}
	script.Walk(s, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
			name := c.Args[0].Lit()
			is = is || name == "" || len(x.prog.Static.ByName[name]) > 0
			for _, w := range c.Args {
				t := w.Lit()
				is = is || t != "" && x.prog.Cat.GuardName(effects.BaseName(t))
			}
		}
		return !is
	})
	if x.askers == nil {
		x.askers = map[*syntax.Stmt]bool{}
	}
	x.askers[s] = is
	return is
}

// unread remembers of a file that could not be read that nothing comes out of it: the next command that reads it finds no lines either.
func (x *exec) unread(r *syntax.Redirect, v value.Value, st *domain.State) *domain.State {
	if r.Op == syntax.RdrOut || r.Op == syntax.RdrClob { // nor has anybody else's file come to be there
		at := x.prog.Span(r.Word)
		x.proof.WrittenAnew(v, &domain.CallInfo{Name: ">", Args: []domain.Field{{V: value.Lit(">"), Src: at}, {V: v, Src: at}}, At: at, Whole: x.prog.Span(r), Node: r}, st)
	}
	if r.Op == syntax.RdrIn {
		st.Files = st.Files.Set(x.tab.Name(x.tools.FileKey(st, st.Resolve(v))), nil)
	}
	return st
}

// unopened is where a statement ends one of whose redirections fails.
func (x *exec) unopened(s *syntax.Stmt, from, st *domain.State) []*domain.State {
	c := st.Fork()
	c.Fds, c.Stdin, c.Elsewhere = from.Fds, from.Stdin, from.Elsewhere
	c.Status = domain.Status{Val: value.Lit("1"), At: x.prog.Span(s)}
	if x.prog.Dash {
		c.Status.Val = value.Lit("2")
	}
	if loop, ok := s.Cmd.(*syntax.WhileClause); ok {
		x.unassigned(loop, c)
	}
	switch call := s.Cmd.(type) {
	case *syntax.CallExpr:
		if x.prog.Dash && len(call.Args) > 0 && specialBuiltins[call.Args[0].Lit()] {
			x.exit(c, x.prog.Span(s), call.Args[0].Lit())
			return nil
		}
		return []*domain.State{c}
	case *syntax.IfClause, *syntax.WhileClause, *syntax.ForClause, *syntax.CaseClause, *syntax.Block, *syntax.FuncDecl:
		return x.checkErrexit(s, []*domain.State{c})
	}
	return []*domain.State{c}
}

// specialBuiltins are those of which an error ends a shell that keeps to POSIX.
var specialBuiltins = map[string]bool{":": true, ".": true, "eval": true, "exec": true, "exit": true, "export": true, "readonly": true, "return": true,
	"set": true, "shift": true, "times": true, "trap": true, "unset": true, "break": true, "continue": true}

// descriptorNamed is the number of a descriptor as a redirection writes it: {name} is one of those that the shell chooses.
func (x *exec) descriptorNamed(text string) int {
	if strings.HasPrefix(text, "{") {
		return 10 + int(x.tab.Name(text))%(domain.Descriptors-10)
	}
	n, err := strconv.Atoi(text)
	if err != nil || n > 9 {
		return 9
	}
	return n
}

// bindDescriptor gives the variable of {name}>file the number that the shell has chosen.
func (x *exec) bindDescriptor(st *domain.State, text string, fd int) {
	if name, ok := strings.CutPrefix(text, "{"); ok {
		st.Vars = st.Vars.Set(x.tab.Name(strings.TrimSuffix(name, "}")), &domain.Variable{Set: true, Val: value.Number(fd)})
	}
}

// unassigned leaves the variables empty that a loop would read and that nothing has assigned: nobody gives them in the environment.
func (x *exec) unassigned(loop *syntax.WhileClause, st *domain.State) {
	for _, s := range loop.Cond {
		c, ok := s.Cmd.(*syntax.CallExpr)
		if !ok || len(c.Args) < 2 || c.Args[0].Lit() != "read" {
			continue
		}
		for _, w := range c.Args[1:] {
			id := x.tab.Name(w.Lit())
			if _, has := st.Vars.Get(id); !has && syntax.ValidName(w.Lit()) {
				st.Vars = st.Vars.Set(id, &domain.Variable{Set: true})
			}
		}
	}
}
