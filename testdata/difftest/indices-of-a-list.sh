#!/bin/bash
# unsafe: a fourth one is asked by nobody
# args: d1 d2 d3 d4
all=("$@")
for i in 0 1 2; do
	is-idle "${all[i]}" || exit 1
done
for h in "${all[@]}"; do
	wipe-disk "$h"
done
