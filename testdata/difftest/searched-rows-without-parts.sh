#!/bin/bash
# unsafe: in some world
swaps=$(swapon --show=NAME --noheadings) || exit 1
for s in $swaps; do
	[ "$s" != "$1" ] || exit 1
done
wipe-disk "$1"
