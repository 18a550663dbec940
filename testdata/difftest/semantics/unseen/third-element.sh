#!/bin/sh
# unsafe: in some world
a=; b=
for h in $(awk 'BEGIN { print "d1 d2 d3" }'); do
if [ -z "$b" ]; then is-idle "$h" || exit 1; fi
wipe-disk "$h"
b=$a; a=1
done
