#!/bin/sh
# unsafe: in some world
h=d1
is-idle "$h" || exit 1
v=$(awk 'BEGIN { print "h" }')
export "$v=d2"
wipe-disk "$h"
