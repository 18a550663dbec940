package difftest

import (
	"math/rand/v2"
	"regexp"
	"strings"
)

// A slip is a change at one place of a script that an engineer makes: by mistake, in a hurry, or to tidy up. Most make a correct
// script unsafe, and some change nothing; the shells tell which.
type slip struct {
	name     string
	from, to string
	re       *regexp.Regexp
}

var slips = compiled([]slip{
	{name: "abort dropped", from: `\s*\|\| (?:exit|return|continue)(?: \d)?$`, to: ``},
	{name: "abort says only", from: `\b(?:exit|return) [1-9]$`, to: `echo stopping`},
	{name: "failure returned as success", from: `\breturn [1-9]\b`, to: `return 0`},
	{name: "exit for return", from: `\breturn ([0-9])\b`, to: `exit $1`},
	{name: "return for exit", from: `\bexit ([1-9])\b`, to: `return $1`},
	{name: "test turned", from: ` -eq `, to: ` -ne `},
	{name: "test turned", from: ` -ne `, to: ` -eq `},
	{name: "test turned", from: ` = `, to: ` != `},
	{name: "test turned", from: `\[ -z `, to: `[ -n `},
	{name: "test turned", from: `\[ -n `, to: `[ -z `},
	{name: "bound moved", from: ` -ge `, to: ` -gt `},
	{name: "bound moved", from: ` -eq 0\b`, to: ` -le 1`},
	{name: "negation dropped", from: `\b(if|while|until) ! `, to: `$1 `},
	{name: "negation added", from: `\b(if|elif) ([a-z_])`, to: `$1 ! $2`},
	{name: "until for while", from: `\buntil `, to: `while `},
	{name: "and for or", from: ` \|\| `, to: ` && `},
	{name: "or for and", from: ` && `, to: ` || `},
	{name: "semicolon for or", from: ` \|\| ([a-z])`, to: `; $1`},
	{name: "subshell for braces", from: `\|\| \{ (.*); \}$`, to: `|| ( $1 )`},
	{name: "error hidden", from: `\$\(([a-z-]+ [^()]*)\)`, to: `$$($1 || true)`},
	{name: "error hidden", from: `^(\t*)([a-z_-]+ "\$\w+")$`, to: `$1$2 || true`},
	{name: "logged through a pipe", from: `^(\t*(?:if |if ! |until |while )?)([a-z_-]+ "\$\w+")(; then|; do|)$`, to: `$1$2 | tee -a run.log$3`},
	{name: "logged through a pipe", from: `^(\t*)([a-z_-]+ "\$\w+") \|\| `, to: `$1$2 2>&1 | cat || `},
	{name: "masked by local", from: `^(\t+)([a-z_]+)=\$\(`, to: `${1}local $2=$$(`},
	{name: "checked later", from: `^(\t+)([a-z_]+=\$\([^()]*\)) \|\| return \d$`, to: "$1$2\n${1}log \"x: asked\"\n${1}[ $$? -eq 0 ] || return 1"},
	{name: "strict mode dropped", from: `^set -[a-z].*$`, to: `:`},
	{name: "strict mode put aside", from: `^(\t+)(local [a-z]+=\$1)$`, to: "$1$2\n${1}set +e"},
	{name: "break dropped", from: `\bbreak\b`, to: `:`},
	{name: "continue dropped", from: `\bcontinue\b`, to: `:`},
	{name: "default lets through", from: `^(\t*)\*\) .*;;$`, to: `$1*) ;;`},
	{name: "arm widened", from: `^(\t*)([0a-z]+)\) `, to: `$1$2 | '') `},
	{name: "arm widened", from: `^(\t*)0\) `, to: `${1}0 | [!1]) `},
	{name: "quotes dropped", from: `"(\$\w+)"`, to: `$1`},
	{name: "default given", from: `"\$(used|n|is|rc)"`, to: `"$${$1:-0}"`},
	{name: "in the background", from: `^(\t*)([a-z_-]+ "\$\w+")$`, to: `$1$2 &`},
	{name: "line dropped", from: `^\t+[a-z\[][^{(]*[^\\{(;&|]$`, to: "\t:"},
	{name: "another variable", from: `"\$(?:host|h|name|target)"`, to: `"$$1"`},
	{name: "first parameter for all", from: `"\$@"`, to: `"$$1"`},
	{name: "asked of a fixed machine", from: `\b(is-idle|busy|count-active|list-active|state) ("?)\$\w+"?`, to: `$1 d1`},
	{name: "forced", from: `^(\t*)if ! ([a-z_]+ "\$\w+"); then$`, to: `$1if [ -z "$$FORCE" ] && ! $2; then`},
	{name: "forced", from: `^(\t*)([a-z_]+ "\$\w+") \|\| return 1$`, to: `$1[ "$$FORCE" = 1 ] || $2 || return 1`},
	{name: "shift forgotten", from: `^(\t*)shift$`, to: `$1:`},
	{name: "variable kept in a subshell", from: `^(\t*)(FAILED|rc|i|left)=(.*)$`, to: `$1( $2=$3 )`},
	{name: "loop through a pipe", from: `^done <("\$\w+"|todo\.txt)$`, to: `done < <(cat $1)`},
	// These change nothing.
	{name: "same: a comment", from: `^(\t*)(\S.*)$`, to: "$1# as agreed\n$1$2"},
	{name: "same: a line of the log", from: `^(\t*)(if|until|for) `, to: "$1: debug\n$1$2 "},
	{name: "same: braces", from: `^(\t*)(\[ [^|&;{}]* \]) \|\| ([a-z]+ .*[^{])$`, to: `$1{ $2; } || $3`},
	{name: "same: curly name", from: `"\$([a-z]\w*)"`, to: `"$${$1}"`},
	{name: "same: test", from: `^(\t*)if \[ ([^|&;\[\]]*) \]; then$`, to: `${1}if test $2; then`},
	{name: "same: command", from: `^(\t*)(log-it|note|drain) `, to: `${1}command $2 `},
})

func compiled(all []slip) []slip {
	for i := range all {
		all[i].re = regexp.MustCompile(all[i].from)
	}
	return all
}

// GenerateMutant makes a correct script of real size and changes it at one place, seldom at two.
func GenerateMutant(seed uint64) []Case {
	r := rand.New(rand.NewPCG(seed, 3))
	sc, ok := composed(r)
	if !ok {
		return nil
	}
	times := 1
	if r.IntN(5) == 0 {
		times = 2
	}
	before := sc.Text
	for range times {
		if r.IntN(4) == 0 {
			sc.Text = mutate(sc, r, 1)
		} else {
			slipped(&sc, r)
		}
	}
	if sc.Text == before {
		return nil
	}
	if _, err := parse(sc); err != nil {
		return nil
	}
	return []Case{{Script: sc, Seed: seed, Mode: Wild}}
}

// slipped changes a script at one place, in its own text or in that of a file that it sources.
func slipped(sc *Script, r *rand.Rand) {
	name, text := "", sc.Text
	if lib := sc.Files["lib.sh"]; lib != "" && r.IntN(len(sc.Text)+len(lib)) < len(lib) {
		name, text = "lib.sh", tidy(lib, sc.Shell)
	}
	lines := strings.Split(text, "\n")
	matters := nearGuards(lines)
	for range 200 {
		s := slips[r.IntN(len(slips))]
		type place struct {
			line int
			at   []int
		}
		var places []place
		for i, line := range lines {
			if strings.HasPrefix(strings.TrimSpace(line), "#") {
				continue
			}
			for _, at := range s.re.FindAllStringSubmatchIndex(line, -1) {
				places = append(places, place{i, at})
			}
		}
		if len(places) == 0 {
			continue
		}
		p := places[r.IntN(len(places))]
		if !matters[p.line] && r.IntN(5) > 0 { // most of a script has no part in it
			continue
		}
		line := lines[p.line]
		changed := line[:p.at[0]] + string(s.re.ExpandString(nil, s.to, line, p.at)) + line[p.at[1]:]
		out := strings.Join(append(append(append([]string{}, lines[:p.line]...), changed), lines[p.line+1:]...), "\n")
		if _, err := parse(Script{Shell: sc.Shell, Text: out}); err != nil || changed == line {
			continue
		}
		if name == "" {
			sc.Text = out
		} else {
			sc.Files[name] = out
		}
		return
	}
}

var decides = regexp.MustCompile(`\b(is-idle|busy|count-active|list-active|state|wipe-disk|is_free|host_idle|ready_to_wipe|unused|wait_idle|wait_free|wait_empty|process|recycle|wipe_host|refresh|retry|check[0-9]+|handle[0-9]+|guard[0-9]+)\b`)

// nearGuards tells which lines are close to one that asks, destroys or leads there.
func nearGuards(lines []string) []bool {
	near := make([]bool, len(lines))
	for i, line := range lines {
		if strings.HasPrefix(line, "#") || !decides.MatchString(line) {
			continue
		}
		for j := max(0, i-2); j < min(len(lines), i+4); j++ {
			near[j] = true
		}
	}
	return near
}
