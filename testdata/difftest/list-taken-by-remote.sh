#!/bin/bash
# unsafe: in some world
# args: d1 d2
printf '%s\n' "$@" > hosts
while read -r h; do
	ssh "$h" prep
	is-idle "$h" </dev/null || exit 1
done < hosts
while read -r h; do
	wipe-disk "$h" </dev/null
done < hosts
