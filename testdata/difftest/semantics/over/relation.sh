#!/bin/sh
# safe: in all worlds
n=$(awk 'BEGIN { print 1 }')
m=$((n + 1))
if [ $m -gt $n ]; then is-idle "$1" || exit 1; fi
wipe-disk "$1"
