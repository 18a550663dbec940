#!/bin/sh
# safe: in all worlds
for h in "$@"; do
	s=$(
		is-idle "$h" || break
		echo idle
	)
	[ "$s" = idle ] || continue
	wipe-disk "$h"
done
