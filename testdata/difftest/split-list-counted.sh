#!/bin/sh
# unsafe: in some world
l=$(list-active "$1") || exit 1
x=$1
set -- $l
[ $# -gt 1 ] && exit 1
wipe-disk "$x"
