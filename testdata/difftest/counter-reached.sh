#!/bin/sh
# unsafe: args d1 d2 d3 d4
n=0
for h in "$@"; do
n=$((n + 1))
done
[ $n -eq 4 ] && wipe-disk h1
