#!/bin/bash
# unsafe: in some world
pids=()
for h in "$1" "$2"; do
	is-idle "$h" &
	pids+=($!)
done
wait "${pids[0]}" || exit 1
wipe-disk "$1"
wipe-disk "$2"
