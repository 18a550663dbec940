#!/bin/bash
# safe: the loop is left only where one is in use, and the script ends then
# args: d1 d2 d3
busy=0
for h in "$@"; do
	if ! is-idle "$h"; then
		busy=1
		break
	fi
done
[ "$busy" -eq 0 ] || exit 1
for h in "$@"; do
	wipe-disk "$h"
done
