#!/bin/bash
# unsafe: in some world
check() {
n=$(count-active "$1")
s=abc
echo ${s:0:-5}
[ "$n" = 0 ] || exit 1
}
check "$1"
wipe-disk "$1"
