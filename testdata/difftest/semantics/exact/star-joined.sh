#!/bin/bash
# unsafe: in some world
set -- "$1" h2
x=$(IFS=,; echo "$*")
[ "$x" = "$1,h2" ] || exit 1
wipe-disk "$1"
