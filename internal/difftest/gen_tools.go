package difftest

import (
	"math/rand/v2"
	"strings"
)

// GenerateTools makes a script of a seed that asks a real tool. What the tool prints, with which rows and statuses, and how the
// script reads it decide whether it is right; the shells tell.
func GenerateTools(seed uint64) []Case {
	g := &gen{r: rand.New(rand.NewPCG(seed, 4)), mode: Wild}
	g.bash = g.chance(60)
	family := toolFamilies[g.r.IntN(len(toolFamilies))]
	use := family.uses[g.r.IntN(len(family.uses))]
	if strings.Contains(use, "<(") || strings.Contains(use, "[[") || strings.Contains(use, "pipefail") {
		g.bash = true
	}
	abort, site := "exit 1", family.sites[g.r.IntN(len(family.sites))]
	var lines []string
	fill := func(s, word string) []string {
		return strings.Split(strings.NewReplacer("@", word, "STOP", abort).Replace(s), "\n")
	}
	args := [][]string{family.args, family.args[:min(1, len(family.args))]}
	name := family.variable
	word := `"$` + name + `"`
	switch n := g.r.IntN(4); {
	case name == "":
		args = [][]string{{}}
		lines = append(fill(use, ""), g.noisy(fill(site, ""))...)
	case n == 0: // straight
		lines = append(append([]string{name + "=$1"}, g.noisy(fill(use, word))...), fill(site, word)...)
	case n == 1: // each of several
		abort = "continue"
		lines = append(append(append([]string{"for " + name + ` in "$@"; do`}, fill(use, word)...), fill(site, word)...), "done")
	case n == 2: // in a function that the caller asks
		abort = "return 1"
		lines = append(append([]string{"unused() {", "local " + name + "=$1"}, fill(use, word)...), "return 0", "}", name+"=$1", "if unused "+word+"; then")
		lines = append(append(lines, fill(site, word)...), "fi")
	default: // in the function that acts
		abort = "return 1"
		lines = append(append([]string{"recycle() {", "local " + name + "=$1"}, g.noisy(fill(use, word))...), fill(site, word)...)
		lines = append(lines, "}", `for x in "$@"; do`, `recycle "$x" || log-it failed`, "done")
	}
	head := []string{}
	switch n := g.r.IntN(8); {
	case n == 0 && g.bash:
		head = append(head, "set -o pipefail")
	case n == 1:
		head = append(head, "set -e")
	case n == 2:
		head = append(head, "set -u")
	}
	sc := Script{Shell: "dash", Text: "#!/bin/sh\n", Args: args}
	if g.bash {
		sc.Shell, sc.Text = "bash", "#!/bin/bash\n"
	}
	sc.Text = tidy(sc.Text+strings.Join(append(head, lines...), "\n")+"\n", sc.Shell)
	if _, err := parse(sc); err != nil {
		return nil
	}
	return []Case{{Script: sc, Seed: seed, Mode: Wild}}
}

// A toolFamily is about one sort of target. In uses, @ is the target and STOP leaves what acts.
type toolFamily struct {
	variable string
	args     []string
	sites    []string
	uses     []string
}

const (
	lsblk    = "lsblk -nro MOUNTPOINT @"
	isActive = "systemctl is-active mysqld"
	stateAt  = `"http://cmdb/hosts/$h/state"`
	busyAt   = `"http://cmdb/hosts/$h/sessions"`
	lockAt   = `"http://cmdb/hosts/$h/lock"`
	counts   = `"select count(*) from pg_stat_activity where datname='$db'" postgres`
	pids     = `"select pid from pg_stat_activity where datname='$db'" postgres`
	code     = `curl -s -o /dev/null -w '%{http_code}' ` + lockAt
)

var toolFamilies = []toolFamily{
	{variable: "dev", args: []string{"/dev/sdb", "/dev/sdc"}, sites: []string{"wipefs -a @", "mkfs.ext4 -q @"}, uses: []string{
		"used=$(" + lsblk + ") || STOP\n" + `[ -z "$used" ] || STOP`,
		"if ! used=$(" + lsblk + "); then\nSTOP\nfi\ncase $used in\n'') ;;\n*) STOP ;;\nesac",
		"used=$(" + lsblk + ") || STOP\n" + `if [ -n "$used" ]; then` + "\nSTOP\nfi",
		"used=$(" + lsblk + ")\n" + `[ -z "$used" ] || STOP`,
		"if " + lsblk + " | grep -q .; then\nSTOP\nfi",
		"n=$(" + lsblk + " | grep -c .)\n" + `[ "$n" -eq 0 ] || STOP`,
		"n=$(" + lsblk + " | wc -l) || STOP\n" + `[ "$n" -le 1 ] || STOP`,
		"used=\nread -r used < <(" + lsblk + ") || STOP\n" + `[ -z "$used" ] || STOP`,
		"used=$(" + lsblk + " | head -n 1) || STOP\n" + `[ -z "$used" ] || STOP`,
		lsblk + " >used.txt || STOP\nif grep -q . used.txt; then\nSTOP\nfi",
		lsblk + " >used.txt || STOP\n[ ! -s used.txt ] || STOP",
		"mount >mounts.txt || STOP\n" + `if grep -q "^$dev" mounts.txt; then` + "\nSTOP\nfi",
		"mount >mounts.txt || STOP\n" + `if grep -q "^$dev " mounts.txt; then` + "\nSTOP\nfi",
		`if mount | grep -q "^$dev"; then` + "\nSTOP\nfi",
		`mount | grep -q "^$dev" || STOP`,
		"table=$(mount) || STOP\ncase $table in\n*$dev*) STOP ;;\nesac",
		"table=$(mount) || STOP\ncase $table in\n*\"$dev on\"*) STOP ;;\nesac",
		"swaps=$(swapon --show=NAME --noheadings) || STOP\ncase $swaps in\n*$dev*) STOP ;;\nesac",
		`swapon --show=NAME --noheadings | grep -qx "$dev" && STOP`,
		"table=$(mount) || STOP\n" + `[ "${table#*"$dev"}" = "$table" ] || STOP`,
		"table=$(mount) || STOP\n" + `if [ "${table%%"$dev"*}" != "$table" ]; then` + "\nSTOP\nfi",
		"table=$(mount) || STOP\n" + `[[ $table != *"$dev"* ]] || STOP`,
		"table=$(mount) || STOP\n" + `if [[ $table =~ $dev ]]; then` + "\nSTOP\nfi",
		"table=$(mount | head -n 1) || STOP\ncase $table in\n*$dev*) STOP ;;\nesac",
		"table=$(mount) || STOP\n" + `if echo "$table" | tail -n 1 | grep -q "^$dev"; then` + "\nSTOP\nfi",
		"mount >mounts.txt || STOP\nused=\nwhile read -r d _; do\n" + `case $d in "$dev"*) used=1 ;; esac` + "\ndone <mounts.txt\n" + `[ -z "$used" ] || STOP`,
		"swaps=$(swapon --show=NAME --noheadings) || STOP\nused=no\nfor s in $swaps; do\n" + `if [ "${s%%[0-9]*}" = "$dev" ]; then` + "\nused=yes\nfi\ndone\n" + `[ "$used" = no ] || STOP`,
		"swaps=$(swapon --show=NAME --noheadings) || STOP\nused=no\nfor s in $swaps; do\n" + `[ "$s" != "$dev" ] || used=yes` + "\ndone\n" + `[ "$used" = no ] || STOP`,
		"if lsof -t @ >/dev/null 2>&1; then\nSTOP\nfi",
		"pids=$(lsof -t @)\n" + `[ -z "$pids" ] || STOP`,
		"! fuser -s @ || STOP",
		"if findmnt -rn -S @ >/dev/null; then\nSTOP\nfi",
	}},
	{sites: []string{"wipe-all"}, uses: []string{
		`[ "$(` + isActive + `)" = inactive ] || STOP`,
		"case $(" + isActive + ") in\ninactive) ;;\n*) STOP ;;\nesac",
		"is=$(" + isActive + ")\n" + `if [ "$is" != inactive ]; then` + "\nSTOP\nfi",
		isActive + " | grep -qx inactive || STOP",
		"if systemctl is-active -q mysqld; then\nSTOP\nfi",
		"! systemctl is-active --quiet mysqld || STOP",
		`[ "$(` + isActive + `)" != active ] || STOP`,
		"case $(" + isActive + ") in\nactive) STOP ;;\nesac",
		"case $(" + isActive + ") in\nactive | activating | deactivating | reloading) STOP ;;\nesac",
		isActive + " | grep -q inactive || STOP",
		isActive + " | grep -qx active && STOP",
		"rc=0\n" + isActive + " >/dev/null || rc=$?\n" + `[ "$rc" -eq 3 ] || STOP`,
		`[ "$(` + isActive + `)" = active ] || STOP`,
		"until [ \"$(" + isActive + ")\" = inactive ]; do\nsleep 1\ndone",
	}},
	{variable: "db", args: []string{"app", "shop"}, sites: []string{"dropdb @", "dropdb --if-exists @"}, uses: []string{
		"n=$(psql -Atc " + counts + ") || STOP\n" + `[ "$n" -eq 0 ] || STOP`,
		"n=$(psql -Atc " + counts + ") || STOP\n" + `[ "$n" = 0 ] || STOP`,
		"n=$(psql -Atc " + counts + ")\n" + `[ "$n" = 0 ] || STOP`,
		"n=$(psql -Atc " + counts + ")\n" + `[ "${n:-0}" -eq 0 ] || STOP`,
		"n=$(psql -Atc " + counts + ") || STOP\n" + `[ "$n" -lt 2 ] || STOP`,
		"n=$(psql -Atc " + counts + ") || STOP\n" + `[ "$n" -ne 3 ] || STOP`,
		"n=$(psql -Atc " + counts + ") || STOP\n" + `if [ "$n" -gt 0 ]; then` + "\nSTOP\nfi",
		"n=$(psql -c " + counts + ") || STOP\n" + `[ "$n" = 0 ] || STOP`,
		"psql -c " + counts + " | grep -q ' 0$' || STOP",
		"psql -c " + counts + " | grep -q 0 || STOP",
		"ids=$(psql -Atc " + pids + ") || STOP\n" + `[ -z "$ids" ] || STOP`,
		"ids=$(psql -Atc " + pids + ")\n" + `[ -z "$ids" ] || STOP`,
		"n=$(psql -Atc " + pids + " | wc -l)\n" + `[ "$n" -eq 0 ] || STOP`,
		"ids=$(psql -c " + pids + ") || STOP\n" + `[ -z "$ids" ] || STOP`,
		"psql -Atc " + pids + " >ids.txt || STOP\n[ ! -s ids.txt ] || STOP",
	}},
	{variable: "h", args: []string{"d1", "d2"}, sites: []string{"wipe-disk @", "erase-disk @"}, uses: []string{
		"s=$(curl -fsS " + stateAt + ") || STOP\n" + `[ "$s" = idle ] || STOP`,
		"s=$(curl -fsS " + stateAt + ")\n" + `[ "$s" = idle ] || STOP`,
		"s=$(curl -s " + stateAt + ") || STOP\n" + `[ "$s" = idle ] || STOP`,
		"s=$(curl -fsS " + stateAt + ") || STOP\ncase $s in\nidle) ;;\n*) STOP ;;\nesac",
		"s=$(curl -fsS " + stateAt + ") || STOP\n" + `[ "$s" != active ] || STOP`,
		"s=$(curl -s " + stateAt + ")\n" + `if [ "$s" = active ]; then` + "\nSTOP\nfi",
		"s=$(curl -fsS " + stateAt + ") || STOP\ncase $s in\nactive | draining) STOP ;;\nesac",
		"curl -fsS " + stateAt + " | grep -qx idle || STOP",
		"n=$(curl -fsS " + busyAt + ") || STOP\n" + `[ "$n" -eq 0 ] || STOP`,
		"n=$(curl -fsS " + busyAt + ") || STOP\n" + `[ "$n" = 0 ] || STOP`,
		"n=$(curl -s " + busyAt + ")\n" + `[ "${n:-0}" = 0 ] || STOP`,
		"n=$(curl -fsS " + busyAt + " | wc -l)\n" + `[ "$n" -eq 0 ] || STOP`,
		"code=$(" + code + ")\n" + `[ "$code" = 404 ] || STOP`,
		"code=$(" + code + ")\n" + `[ "$code" != 200 ] || STOP`,
		"code=$(" + code + ") || STOP\n" + `if [ "$code" = 200 ]; then` + "\nSTOP\nfi",
		"if curl -fsS -o /dev/null " + lockAt + "; then\nSTOP\nfi",
	}},
}
