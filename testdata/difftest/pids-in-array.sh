#!/bin/bash
# safe: in all worlds
pids=()
for h in "$1" "$2"; do
	is-idle "$h" &
	pids+=($!)
done
for p in "${pids[@]}"; do
	wait "$p" || exit 1
done
wipe-disk "$1"
wipe-disk "$2"
