package replay

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
)

// wrapper runs the command of one that runs another.
func (m *machine) wrapper(ctx context.Context, hc interp.HandlerContext, w catalog.WrapperMatch, key string, args []string) int {
	spec := &shellSpec{line: lineOf(ctx, hc), host: hostOf(ctx), env: hc.Env, dir: hc.Dir, stdin: hc.Stdin, stdout: hc.Stdout, stderr: hc.Stderr}
	if w.Host.Word >= 0 {
		spec.host = args[w.Host.Word][w.Host.Skip:]
	}
	if w.Host.Word >= 0 && !m.hasMachine(w.Wrapper, spec.host) {
		m.event(ctx, hc, key, "there is no such machine")
		if len(w.Wrapper.ErrorStatus) > 0 {
			return w.Wrapper.ErrorStatus[0]
		}
		return 1
	}
	if hosts := strings.FieldsFunc(spec.host, func(r rune) bool { return strings.ContainsRune(w.Wrapper.Several, r) }); w.Host.Word >= 0 && len(hosts) > 1 {
		return m.fleet(ctx, hc, w, key, args, hosts)
	}
	if s, _ := ctx.Value(specKey{}).(*shellSpec); s != nil {
		spec.until = s.until
	}
	shell := base(args[0])
	spec.bash = shell == "bash" || w.Host.Word >= 0
	if len(w.Wrapper.ErrorStatus) > 0 {
		statuses := []string{"0"}
		for _, n := range w.Wrapper.ErrorStatus {
			statuses = append(statuses, strconv.Itoa(n))
		}
		m.mu.Lock()
		m.counts[shell]++
		n, _ := strconv.Atoi(m.choose(aboutCommand, "status "+shell+"#"+strconv.Itoa(m.counts[shell]), statuses...))
		failed := n != 0
		if failed && m.c.Guard != nil && m.c.Outcome == Failed {
			// The guard could not be asked, which is one way of getting no answer.
			m.given[m.c.Guard] = append(m.given[m.c.Guard], look{outcome: Failed})
		}
		m.mu.Unlock()
		if failed {
			m.event(ctx, hc, key, fmt.Sprintf("exits %d: it cannot run the command", n))
			return n
		}
	}
	if shell == "timeout" {
		spec.until = m.calls.Load() + timedCalls
	}
	var status int
	switch {
	case w.Command >= 0 && w.Wrapper.Items:
		inner := slices.Clone(args[w.Command:w.End])
		if len(inner) == 0 {
			return 0
		}
		status = m.items(ctx, hc, spec, w, inner, args)
	case w.Command >= 0 && w.Text:
		words := args[w.Command:w.End]
		text := strings.Join(words, " ")
		if !w.Wrapper.Text && len(words) > 0 {
			text = words[0][min(w.Skip, len(words[0])):]
			if w.Params < len(args) {
				spec.args = args[w.Params:]
			}
		}
		status = m.shell(ctx, spec, text)
	case w.Command >= 0:
		inner := slices.Clone(args[w.Command:w.End])
		if len(inner) == 0 {
			return 0
		}
		text := ""
		for _, i := range w.Assignments {
			text += "export " + quote(args[i]) + "; "
		}
		switch {
		case w.Wrapper.Find:
			for i := range inner {
				inner[i] = strings.ReplaceAll(inner[i], "{}", "./d1")
			}
			// Its own status tells nothing of that of -exec … \;, and only that one of those of -exec … + was not 0.
			status = min(m.inner(ctx, hc, spec, text, inner), 1)
			if w.End < len(args) && args[w.End] == ";" {
				status = 0
			}
		default:
			status = m.inner(ctx, hc, spec, text, inner)
		}
	case w.Script >= 0:
		src, ok := m.prog.sources[base(args[w.Script])]
		if !ok {
			return m.undeclared(ctx, hc, key, args)
		}
		spec.args = args[w.Script+1:]
		status = m.shell(ctx, spec, src)
	default:
		text := ""
		if hc.Stdin != nil {
			input, _ := io.ReadAll(io.LimitReader(hc.Stdin, maxText))
			text = string(input)
		}
		if w.Params < len(args) {
			spec.args = args[w.Params:]
		}
		spec.stdin = nil
		status = m.shell(ctx, spec, text)
	}
	if shell == "timeout" && status == timeUp {
		m.mu.Lock()
		m.facts["status timeout#"+strconv.Itoa(m.counts[shell])] = strconv.Itoa(timeUp)
		m.mu.Unlock()
	}
	switch {
	case w.Wrapper.OwnStatus:
		return 0
	case status != 0 && w.Wrapper.FailedStatus != 0:
		return w.Wrapper.FailedStatus
	}
	return status
}

// fleet runs the command of a wrapper on one machine after the other, and gives the largest of their statuses.
func (m *machine) fleet(ctx context.Context, hc interp.HandlerContext, w catalog.WrapperMatch, key string, args, hosts []string) int {
	most := 0
	for _, h := range hosts {
		one := slices.Clone(args)
		one[w.Host.Word] = args[w.Host.Word][:w.Host.Skip] + h
		most = max(most, m.wrapper(ctx, hc, w, key, one))
	}
	return most
}

// namelessMachine is the question whether an empty name is one of a machine.
const namelessMachine = "machine without a name"

// hasMachine tells whether a name may be that of a machine. None has a blank in it. The empty one is none either, unless the client is
// set up to reach one whatever the name is, as ssh is by HostName or ProxyCommand for "Host *": that is so in worlds of their own. An
// empty list of names names nothing.
func (m *machine) hasMachine(w *catalog.Wrapper, name string) bool {
	if name != "" || w.Several != "" {
		return strings.Trim(name, w.Several) != "" && !strings.ContainsAny(name, " \t\n")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.choose(aboutCommand, namelessMachine, "", "there is one") != ""
}

// items runs a command with items behind it, as xargs does with all that it reads, and parallel with one after the other.
func (m *machine) items(ctx context.Context, hc interp.HandlerContext, spec *shellSpec, w catalog.WrapperMatch, inner, args []string) int {
	options := args[:w.Command]
	parallel := base(args[0]) == "parallel"
	var list []string
	if i := slices.Index(args, ":::"); i >= 0 {
		list = args[i+1:]
		if slices.Contains(list, ":::") {
			_ = m.fail(cannot("%s is given several lists", base(args[0])))
			return 1
		}
	} else {
		var from []string
		if i := slices.Index(options, "-a"); i >= 0 && i+1 < w.Command {
			from = args[i+1 : i+2]
		}
		input, _ := m.reading(ctx, hc, from)
		list = strings.Fields(input)
		if parallel {
			list = strings.Split(strings.TrimSuffix(input, "\n"), "\n")
			if input == "" {
				list = nil
			}
		}
	}
	placed := slices.ContainsFunc(inner, func(w string) bool { return strings.Contains(w, "{}") }) && (parallel || slices.Contains(options, "{}") || slices.Contains(args, "-I{}"))
	single := placed || parallel || slices.ContainsFunc(options, func(o string) bool { return strings.HasPrefix(o, "-n") })
	if !single {
		return m.inner(ctx, hc, spec, "", append(inner, list...))
	}
	each := 1
	for i, o := range options {
		n, name := "", strings.TrimLeft(o, "-")
		switch {
		case o == "-n" || o == "-N" || o == "--max-args" || o == "--max-replace-args":
			if i+1 < len(options) {
				n = options[i+1]
			}
		case len(name) > 1 && (name[0] == 'n' || name[0] == 'N') && !strings.HasPrefix(o, "--"):
			n = name[1:]
		}
		if k, err := strconv.Atoi(n); err == nil && k > 0 {
			each = k
		}
	}
	status := 0
	for ; len(list) > 0; list = list[min(each, len(list)):] {
		item := list[0]
		several := list[:min(each, len(list))]
		if parallel && strings.ContainsAny(strings.Join(inner, ""), " \t\n;&|<>()$`\"'") { // what it runs is text for a shell
			text := strings.Join(inner, " ")
			if placed {
				text = strings.ReplaceAll(text, "{}", quote(item))
			} else {
				text += " " + quoted(several)
			}
			status = max(status, m.shell(ctx, spec, text))
			continue
		}
		one := slices.Clone(inner)
		if placed {
			for i := range one {
				one[i] = strings.ReplaceAll(one[i], "{}", item)
			}
		} else {
			one = append(one, several...)
		}
		status = max(status, m.inner(ctx, hc, spec, "", one))
	}
	return status
}

// inner runs a command that another program starts: a program, never a function.
func (m *machine) inner(ctx context.Context, hc interp.HandlerContext, spec *shellSpec, before string, words []string) int {
	if spec.until > 0 {
		ctx = context.WithValue(ctx, specKey{}, spec)
	}
	if before == "" && !interp.IsBuiltin(words[0]) && spec.host == hostOf(ctx) {
		return m.program(ctx, hc, words)
	}
	return m.shell(ctx, spec, before+quoted(words))
}

// shell runs text in a shell of its own.
func (m *machine) shell(ctx context.Context, spec *shellSpec, text string) int {
	if m.fork() != nil {
		return 1
	}
	// What a shell of its own defines is not defined in the one around it, but a name too many does no harm.
	m.mu.Lock()
	r := rewriter{bash: spec.bash, lang: syntax.LangBash, status: m.prog.status, site: m.prog.site, pipes: 1000 + int(m.forks.Load())*100, procs: 1000 + int(m.forks.Load())*100}
	f, err := r.again(text, false)
	if err == nil {
		for name := range functionsOf(f.Stmts) {
			m.functions[name] = true
		}
	}
	m.mu.Unlock()
	if err != nil {
		return 2
	}
	f.Name = base(m.c.Script.Path)
	return m.start(ctx, f, spec)
}
