#!/bin/sh
# unsafe: in some world
s=$(state "$1") || exit 1
[ "$s" == active ] && exit 1
wipe-disk "$1"
