#!/bin/bash
# unsafe: break means no loop there and does nothing
for h in "$@"; do
	(
		is-idle "$h" || break
		wipe-disk "$h"
	)
done
