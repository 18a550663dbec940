#!/bin/sh
# unsafe: in some world
[ "$(state "$1" | grep -c idle)" -eq 1 ] && wipe-disk "$1"
