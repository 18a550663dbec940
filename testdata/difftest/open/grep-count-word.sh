#!/bin/sh
# unsafe:
[ "$(state "$1" | grep -c idle)" -eq 1 ] && wipe-disk "$1"
