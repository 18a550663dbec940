#!/bin/sh
# unsafe: count-active d1 says active (0 "1\n")
n=$(count-active "$1")0
[ "$n" -eq 10 ] || exit 1
wipe-disk "$1"
