package difftest

// A loop is what stands before and after the code that is run for each target.
type loop struct{ begin, end string }

// loop goes over several targets, each in $h.
func (g *gen) loop() loop {
	as := func(begin, end string) func() loop { return func() loop { return loop{begin, end} } }
	return pick(g, []option[loop]{
		ok(6, as("for h in h1 h2; do", "done")),
		ok(6, as(`for h in "$@"; do`, "done")),
		ok(1, as("for h; do", "done")),
		ok(1, as("for h in $1; do", "done")),
		ok(1, as("hosts=\"h1 h2\"\nfor h in $hosts; do", "done")),
		ok(1, as("set -- h1 h2\n"+`for h in "$@"; do`, "done")),
		ok(1, as("for n in 1 2; do\nh=h$n", "done")),
		ok(1, as("for h in $(printf '%s\\n' h1 h2); do", "done")),
		ok(1, as("for h in $(printf '%s %s\\n' h1 up h2 up | awk '{ print $1 }'); do", "done")),
		ok(2, as("printf '%s\\n' h1 h2 | while read -r h; do", "done")),
		ok(1, as("printf '%s\\n' '# hosts' h1 h2 | grep -v '^#' | while IFS= read -r h; do", "done")),
		ok(2, as("while read -r h; do", "done <<EOF\nh1\nh2\nEOF")),
		ok(1, as("while read -r h role; do\ncase $h in '#'* | '') continue ;; esac\nlog-it \"$role\"", "done <<'EOF'\n# name role\nh1 db\n\nh2 web\nEOF")),
		ok(1, as("while IFS=: read -r h port; do\nlog-it \"$port\"", "done <<EOF\nh1:22\nh2:22\nEOF")),
		ok(1, as("while read -r h <&3; do", "done 3<<EOF\nh1\nh2\nEOF")),
		ok(1, as(`while [ $# -gt 0 ]; do`+"\nh=$1\nshift", "done")),
		ok(1, as(`until [ $# -eq 0 ]; do`+"\nh=$1\nshift", "done")),
		ok(1, as("printf 'h1\\nh2\\n' > hosts.txt\nwhile read -r h; do", "done < hosts.txt")),
		ok(1, as("printf 'h1\\nh2\\n' > hosts.txt\ncat hosts.txt | while read -r h; do", "done")),
		ok(1, as("printf 'h1\\nh2\\n' > hosts.txt\nfor h in $(cat hosts.txt); do", "done")),
		bash(4, as("hosts=(h1 h2)\n"+`for h in "${hosts[@]}"; do`, "done")),
		bash(1, as("hosts=()\nhosts+=(h1)\nhosts+=(h2)\n"+`for h in "${hosts[@]}"; do`, "done")),
		bash(1, as(`hosts=("$@")`+"\n"+`for h in "${hosts[@]}"; do`, "done")),
		bash(1, as(`for h in "${@:1}"; do`, "done")),
		bash(1, as("declare -A role=([h1]=db [h2]=web)\n"+`for h in "${!role[@]}"; do`+"\n"+`log-it "${role[$h]}"`, "done")),
		bash(1, as("for h in h{1,2}; do", "done")),
		bash(3, as("while read -r h; do", "done < <(printf '%s\\n' h1 h2)")),
		bash(1, as("hosts=(h1 h2)\nfor ((i = 0; i < ${#hosts[@]}; i++)); do\nh=${hosts[i]}", "done")),
		bash(1, as("hosts=(h1 h2)\nfor i in \"${!hosts[@]}\"; do\nh=${hosts[$i]}", "done")),
		bash(1, as("mapfile -t hosts < <(printf '%s\\n' h1 h2)\n"+`for h in "${hosts[@]}"; do`, "done")),
		bash(1, as("while read -r h; do", "done <<< $'h1\\nh2'")),
		bash(1, as("select h in h1 h2; do\n[ -n \"$h\" ] || continue", "done <<< $'2\\n9\\n1'")),
		bash(1, as("shopt -s lastpipe\nprintf '%s\\n' h1 h2 | while read -r h; do", "done")),
	})
}
