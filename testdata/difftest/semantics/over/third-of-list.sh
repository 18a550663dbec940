#!/bin/sh
# safe: in all worlds
n=0
for h in $(awk 'BEGIN { print "d1 d2 d3" }'); do n=$((n + 1)); done
if [ $n -eq 3 ]; then is-idle "$1" || exit 1; fi
wipe-disk "$1"
