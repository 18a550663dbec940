#!/bin/bash
# unsafe: in some world
for h in h1 h2; do
	for part in a b; do
		readonly ok=$(is-idle "$h")
		[ $? -eq 0 ] || continue
	done
	wipe-disk "$h"
done
