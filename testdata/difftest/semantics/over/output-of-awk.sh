#!/bin/sh
# safe: in all worlds
n=$(awk 'BEGIN { print 1 }')
if [ "$n" = 1 ]; then is-idle "$1" || exit 1; fi
wipe-disk "$1"
