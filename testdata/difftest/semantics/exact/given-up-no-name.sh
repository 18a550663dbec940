#!/bin/bash
# unsafe: in some world
check() {
n=$(count-active "$1")
x=${!n}
[ "$n" = 0 ] || exit 1
}
check "$1"
wipe-disk "$1"
