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
	status := 0
	switch {
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
		case w.Wrapper.Items:
			var from []string
			if i := slices.Index(args[:w.Command], "-a"); i >= 0 && i+1 < w.Command {
				from = args[i+1 : i+2]
			}
			input, _ := m.reading(ctx, hc, from)
			items := strings.Fields(input)
			if len(items) == 0 && base(args[0]) != "xargs" {
				return 0
			}
			if slices.Contains(inner, "{}") || slices.Contains(args[:w.Command], "{}") || slices.Contains(args, "-I{}") {
				for _, item := range items {
					one := slices.Clone(inner)
					for i := range one {
						one[i] = strings.ReplaceAll(one[i], "{}", item)
					}
					status = max(status, m.inner(ctx, hc, spec, text, one))
				}
				break
			}
			one := slices.Contains(args[:w.Command], "1") || slices.Contains(args[:w.Command], "-n1")
			if one {
				for _, item := range items {
					status = max(status, m.inner(ctx, hc, spec, text, append(slices.Clone(inner), item)))
				}
				break
			}
			status = m.inner(ctx, hc, spec, text, append(inner, items...))
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
	if m.forks.Add(1) > maxForks {
		_ = m.fail(overrun("it starts more than %d jobs", maxForks))
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
