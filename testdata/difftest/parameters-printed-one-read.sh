#!/bin/bash
# unsafe: in some world
# args: d1 d2
printf '%s\n' "$@" > hosts
while read -r h; do
	is-idle "$h" </dev/null || exit 1
	break
done < hosts
while read -r h; do
	wipe-disk "$h" </dev/null
done < hosts
