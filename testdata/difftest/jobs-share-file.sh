#!/bin/bash
# unsafe: list-active d1 says active, and the job of d2 empties the file in between
# args: d1 d2
check() {
	list-active "$1" >used.txt || return 1
	sleep 1
	[ ! -s used.txt ]
}
recycle() {
	check "$1" || return 1
	wipe-disk "$1"
}
for h in "$@"; do
	recycle "$h" &
done
wait
