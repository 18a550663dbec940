#!/bin/sh
# unsafe: in some world
n=$(awk 'BEGIN { print 1 }')
f() { is-idle "$1" || exit 1; shift $n; wipe-disk "$1"; }
f h1 h2
