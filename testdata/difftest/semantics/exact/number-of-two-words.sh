#!/bin/bash
# unsafe: in some world
check() {
n=$((x))
[ -z "$x" ] || exit 1
}
x=$(list-active "$1") || exit 1
check
wipe-disk "$1"
