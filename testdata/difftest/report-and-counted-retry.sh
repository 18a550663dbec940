#!/bin/bash
# args: -v -t 2 d1 d2
TRIES=2
VERBOSE=0
DRY_RUN=0
FAILED=0
REPORT=out.txt
: >"$REPORT"

log() {
	if [ "$VERBOSE" -gt 0 ]; then
		echo "recycle: $*" >&2
	fi
}
unused() {
	local host=$1
	local rc=0
	is-idle "$host" 2>/dev/null || rc=$?
	case $rc in
	0) return 0 ;;
	1) log "$host: in use" ;;
	*) log "$host: no answer ($rc)" ;;
	esac
	return 1
}
wait_idle() {
	local i
	i=1
	while [ "$i" -le "$TRIES" ]; do
		if unused "$1"; then
			return 0
		fi
		log "$1: in use ($i of $TRIES)"
		i=$((i + 1))
		sleep 1
	done
	return 1
}
refresh() {
	local target=$1
	log "$target: begins"
	if ! wait_idle "$target"; then
		echo "$target busy" >>"$REPORT"
		return 1
	fi
	[ "$DRY_RUN" = 0 ] || return 0
	wipe-disk "$target" || {
		echo "$target failed" >>"$REPORT"
		return 1
	}
	echo "$target wiped" >>"$REPORT"
}

while [ $# -gt 0 ]; do
	case $1 in
	-n | --dry-run) DRY_RUN=1 ;;
	-v | --verbose) VERBOSE=1 ;;
	-t | --tries)
		TRIES=$2
		shift
		;;
	*) break ;;
	esac
	shift
done
case $TRIES in
'' | *[!0-9]*) exit 2 ;;
esac
[ $# -gt 0 ] || exit 2

for h in "$@"; do
	refresh "$h" || FAILED=$((FAILED + 1))
done
while read -r name what; do
	log "result: $name $what"
done <"$REPORT"
[ "$FAILED" -eq 0 ]
