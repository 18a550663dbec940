#!/bin/bash
set -e
if cat <(
	busy "$1" >/dev/null
	echo $?
) >out.txt; then
	[ "$(cat out.txt)" = 1 ] || exit 1
	wipe-disk "$1"
fi
