#!/bin/sh
# unsafe: in some world
h=$(awk 'BEGIN { print "d1\nd2" }')
is-idle "$h" || exit 1
echo "$h" >list.txt
while read -r d; do wipe-disk "$d"; done <list.txt
