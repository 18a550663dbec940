#!/bin/sh
# unsafe: set -e ends a job, also in a condition
set -e
if {
	{
		busy "$1" >/dev/null
		echo $? >rc.txt
	} &
	wait
}; then
	read -r rc <rc.txt || rc=1
	[ "$rc" = 1 ] || exit 1
	wipe-disk "$1"
fi
