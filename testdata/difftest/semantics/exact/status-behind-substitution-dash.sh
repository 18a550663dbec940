#!/bin/sh
# unsafe: in some world
x=$(list-active "$1") r=$?
[ "$r" = 0 ] && [ -z "$x" ] && wipe-disk "$1"
