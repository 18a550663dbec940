#!/bin/bash
# unsafe: in some world
go=no
declare -n to=$(awk 'BEGIN { print "go" }')
to=yes
[ "$go" = yes ] && wipe-disk "$1"
