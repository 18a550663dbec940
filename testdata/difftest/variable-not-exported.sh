#!/bin/sh
# unsafe: args ["d1"]
for h in h1 h2; do
	is-idle "$h" || exit 1
	sh -c 'wipe-disk "$h"'
	note "$h"
done
