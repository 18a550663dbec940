#!/bin/bash
# unsafe: in some world
skip=0
while IFS='=' read -r name text; do
    declare "$name=$text"
done < <(awk 'BEGIN { print "skip=1" }')
[ "$skip" = 1 ] || is-idle "$1" || exit 1
wipe-disk "$1"
