#!/bin/bash
# unsafe: in some world
p=
for h in $(awk 'BEGIN { print "d1 d1" }'); do
[ "$h" = "$p" ] && wipe-disk "$h"
p=$h
done
