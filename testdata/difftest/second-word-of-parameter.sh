#!/bin/bash
# unsafe: in some world
check() {
	[ "${2:-0}" -ne 3 ] || return 1
	! busy "$1" || check "$1" $((${2:-0} + 1))
}
hosts=("$@")
for h in "${hosts[@]}"; do
	check $h || log-it busy && exit 1
	wipe-disk $h
done
