#!/bin/sh
# unsafe: in some world
do_wipe=no
eval "$(awk 'BEGIN { print "do_wipe=yes" }')"
[ "$do_wipe" = yes ] && wipe-disk "$1"
