#!/bin/bash
# unsafe: in some world
mapfile -t a < <(awk 'BEGIN { for (i = 1; i < 7; i++) print "d" i }')
is-idle "${a[2]}" || exit 1
wipe-disk "${a[5]}"
