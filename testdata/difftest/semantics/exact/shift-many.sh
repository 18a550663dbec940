#!/bin/sh
# unsafe: in some world
set -- "$@" d2 d3 d4 d5 d6
n=$#
while [ $# -gt 1 ]; do
is-idle "$1" || exit 1
shift
done
wipe-disk "$1"
