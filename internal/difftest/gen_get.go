package difftest

import "strings"

// get is a way to get a guard's output into a variable without losing what it says.
func (g *gen) get(v, call string, sc scope) string {
	if g.errexit && g.mode == Planted { // set -e would stop where the flaw lets a failure pass
		return g.one(v+"=$("+call+" || true)", v+"=$("+call+" | head -n 1)")
	}
	return pick(g, []option[string]{
		ok(30, is("%s=$(%s)", v, call)),
		ok(4, is("%s=$(%s 2>/dev/null)", v, call)),
		ok(1, is("%s=`%s`", v, call)),
		ok(1, is("%s=\"$(%s)\"", v, call)),
		ok(1, is("%s=$(%s | head -1)", v, call)),
		ok(1, is("%s=$(%s | tr -d ' ')", v, call)),
		ok(1, is("%s=$(%s | tail -1)", v, call)),
		ok(1, is("%s=\nread -r %s <<EOF\n$(%s)\nEOF", v, v, call)),
		ok(1, is("%s > %s.txt\n%s=\nread -r %s < %s.txt", call, v, v, v, v)),
		ok(1, is("%s > %s.txt\n%s=$(cat %s.txt)", call, v, v, v)),
		ok(1, func() string {
			f := g.define("say", handed(call, sc.target, `"$1"`))
			return v + "=$(" + f + " " + sc.target + ")"
		}),
		ok(1, func() string {
			f := g.define("get", v+"=$("+handed(call, sc.target, `"$1"`)+")")
			return f + " " + sc.target
		}),
		ok(1, is("%s=$(%s 2>&1)", v, call)),
		ok(1, is("%s=$(%s | awk '{ print $1 }')", v, call)),
		ok(1, is("%s=$(%s | sort -u | head -n 1)", v, call)),
		ok(1, is("%s=$(%s | tee out.txt)", v, call)),
		ok(1, is("%s=$(%s | sed 's:[^a-z0-9-]::g')", v, call)),
		ok(1, is("%s=$(%s)\n%s=${%s%%%% *}", v, call, v, v)),
		ok(1, is("tmp=$(mktemp) || exit 1\n%s > \"$tmp\"\n%s=$(cat \"$tmp\")", call, v)),
		ok(1, is("%s > %s.txt\n%s=\nexec 3< %s.txt\nread -r %s <&3\nexec 3<&-", call, v, v, v, v)),
		ok(1, is("%s=\nwhile read -r line; do %s=$line; done <<EOF\n$(%s)\nEOF", v, v, call)),
		ok(1, is("export %s=\"$(%s)\"", v, call)),
		ok(1, is("%s=$(eval '%s')", v, call)),
		ok(1, func() string {
			f := g.define("say", "out="+"$("+handed(call, sc.target, `"$1"`)+")", `echo "$out"`)
			return v + "=$(" + f + " " + sc.target + ")"
		}),
		ok(1, func() string { return v + "=$(" + g.define("run", `"$@"`) + " " + call + ")" }),
		bash(1, is("declare %s=\"$(%s)\"", v, call)),
		bash(1, is("%s > %s.txt\n%s=$(< %s.txt)", call, v, v, v)),
		bash(1, is("readarray -t a <<< \"$(%s)\"\n%s=${a[0]}", call, v)),
		bash(1, is("read -r -a a <<< \"$(%s)\"\n%s=${a[0]}", call, v)),
		bash(1, is("read -r < <(%s)\n%s=$REPLY", call, v)),
		bash(1, is("printf -v %s %%s \"$(%s)\"", v, call)),
		bash(1, is("declare -A said\nsaid[x]=$(%s)\n%s=${said[x]}", call, v)),
		bash(1, is("a=()\nwhile IFS= read -r line; do a+=(\"$line\"); done < <(%s)\n%s=${a[0]}", call, v)),
		bash(1, func() string {
			f := g.define("get", "local -n into=$1", "into=$("+handed(call, sc.target, `"$2"`)+")")
			return f + " " + v + " " + sc.target
		}),
		bash(1, is("%s=\nread -r %s <<< \"$(%s)\"", v, v, call)),
		bash(1, is("%s=\nread -r %s < <(%s)", v, v, call)),
		bash(1, is("mapfile -t a < <(%s)\n%s=${a[0]}", call, v)),
		bash(1, is("shopt -s lastpipe\n%s=\n%s | read -r %s", v, call, v)),
	})
}

// handed is a call in a function that has its target as a parameter.
func handed(call, target, parameter string) string {
	if target == "" {
		return call
	}
	return strings.Replace(call, target, parameter, 1)
}
