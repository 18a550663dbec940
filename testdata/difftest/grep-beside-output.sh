#!/bin/bash
# safe: in all worlds
tell4() {
	busy "$1"
	rc1=$?
	if test "$rc1" -eq 1; then
		echo free

	fi
}

tell4 "$h" | grep -qx free || exit 1
wipe-disk "$h"

