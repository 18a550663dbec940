#!/bin/sh
# safe: in all worlds
for h in "$@"; do
	(
		is-idle "$h" || break
		wipe-disk "$h"
	)
done
