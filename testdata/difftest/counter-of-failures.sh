#!/bin/sh
# safe: in all worlds
bad=0
for h in "$@"; do
is-idle "$h" || bad=$((bad + 1))
done
[ "$bad" -eq 0 ] || exit 1
for h in "$@"; do
wipe-disk "$h"
done
