#!/bin/bash
# unsafe: in some world
a=(d1 d2)
is-idle "${a[0]}" || exit 1
n=$(awk 'BEGIN { print 0 }')
a[$n]=d3
wipe-disk "${a[0]}"
