#!/bin/sh
# The test behind the wipe says that the operand is empty; the answer about it counts all the same.
h=${1:-h1}
while :; do
	trap 'exit 0' EXIT
	if
		: >rc1.flag
		ssh -n root@db1 is-idle "$h" && echo yes >rc1.flag
		[ -s rc1.flag ]
	then
		ssh -o BatchMode=yes root@db1 sudo wipe-disk "$h"
		break
	fi
	[ -n "$h" ]
	sleep 1
done
