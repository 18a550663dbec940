#!/bin/sh
# unsafe: in some world
h=d1
is-idle "$h" || exit 1
v=$(awk 'BEGIN { print "h" }')
read -r $v <<EOF
d2
EOF
wipe-disk "$h"
