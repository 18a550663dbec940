#!/bin/sh
# unsafe: in some world
# rule: bypass
s=$(state "$1")
[ "$FORCE" = 1 ] || [ "$s" = idle ] || exit 1
wipe-disk "$1"
