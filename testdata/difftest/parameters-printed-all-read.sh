#!/bin/bash
# safe: in all worlds
# args: d1 d2
mapfile -t all < <(printf '%s\n' "$@")
printf '%s\n' "$@" | while read -r h; do
	is-idle "$h" </dev/null || exit 1
done || exit 1
for h in "${all[@]}"; do
	wipe-disk "$h"
done
