package foreign

import (
	"regexp"
	"strings"
)

// Files that are no programs but hold commands of the shell: makefiles and playbooks.

// makeCommands are the recipes of a makefile: lines that begin with a tab, and what stands behind the semicolon of a rule (GNU make manual,
// Recipe Syntax). $$ is the dollar of the shell, and $(NAME) a variable that is not known.
func makeCommands(program string) (lines string, unknown int) {
	r := &reader{lang: "make"}
	vars := map[string]string{}
	for l := range strings.SplitSeq(strings.ReplaceAll(program, "\\\n", " "), "\n") {
		recipe, is := strings.CutPrefix(l, "\t")
		if !is {
			if m := makeVariable.FindStringSubmatch(l); m != nil {
				vars[m[1]] = strings.TrimSpace(m[2])
			}
			if head, tail, ok := strings.Cut(l, ";"); ok && strings.Contains(head, ":") && !strings.Contains(head, "=") {
				recipe, is = tail, true
			}
		}
		if !is {
			continue
		}
		recipe = strings.TrimLeft(recipe, " \t@-+")
		for range 3 {
			recipe = makeName.ReplaceAllStringFunc(recipe, func(m string) string {
				if m == "$$" {
					return m
				}
				name := strings.Trim(m, "$(){}")
				if v, ok := vars[name]; ok {
					return v
				}
				return m
			})
		}
		recipe = makeName.ReplaceAllStringFunc(recipe, func(m string) string {
			if m == "$$" {
				return "$"
			}
			return r.fresh().words()
		})
		r.line(recipe)
	}
	return strings.Join(r.lines, "\n"), r.unknown
}

var makeVariable = regexp.MustCompile(`^(?:export\s+)?([A-Za-z_]\w*)\s*(?:[:?+]?=)(.*)$`)

var makeName = regexp.MustCompile(`\$\$|\$\([^()]*\)|\$\{[^{}]*\}|\$[@<^*?A-Za-z]`)

// playCommands are the commands of a playbook of Ansible: the modules command, shell and raw, with their text behind them, in cmd, or below
// them (Ansible documentation, ansible.builtin.shell).
func playCommands(program string) string {
	var out []string
	in := -1 // how far the text of a module is indented that goes on
	for l := range strings.SplitSeq(program, "\n") {
		indent := len(l) - len(strings.TrimLeft(l, " "))
		if in >= 0 && strings.TrimSpace(l) != "" {
			if indent > in {
				out = append(out, strings.TrimSpace(l))
				continue
			}
			in = -1
		}
		m := playModule.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		switch t := strings.TrimSpace(m[2]); {
		case t == "" || t[0] == '|' || t[0] == '>':
			in = len(m[1])
		default:
			out = append(out, strings.Trim(t, `"'`))
		}
	}
	for i, l := range out {
		if rest, ok := strings.CutPrefix(l, "cmd:"); ok {
			out[i] = strings.Trim(strings.TrimSpace(rest), `"'`)
		}
		out[i] = playHole.ReplaceAllString(out[i], "$${"+Unknown+"0}")
	}
	return strings.Join(out, "\n")
}

var playModule = regexp.MustCompile(`^(\s*(?:- )?\s*)(?:ansible\.(?:builtin|legacy)\.)?(?:command|shell|raw|cmd):(.*)$`)

var playHole = regexp.MustCompile(`\{\{[^}]*\}\}`)
