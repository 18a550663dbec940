#!/bin/bash
# safe: in all worlds
# args: d1 d2
printf '%s\n' "$@" > hosts
while read -r h; do
	ssh -n "$h" prep
	is-idle "$h" </dev/null || exit 1
done < hosts
while read -r h; do
	wipe-disk "$h" </dev/null
done < hosts
