#!/bin/sh
for h in "$@"; do
	count-active "$h" | awk '$1 == 0 { none = 1 } END { exit !none }' || continue
	wipe-disk "$h"
done
