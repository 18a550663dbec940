#!/bin/bash
# unsafe: in some world
x=$(list-active "$1") || exit 1
[ -n $x ] && exit 1
wipe-disk "$1"
