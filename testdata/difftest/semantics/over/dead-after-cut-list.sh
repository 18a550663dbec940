#!/bin/sh
# safe: in all worlds
a=; b=; c=
for h in $(awk 'BEGIN { print "d1 d2 d3" }'); do c=$b; b=$a; a=$h; done
if [ -n "$c" ]; then is-idle d1 && wipe-disk d1; fi
