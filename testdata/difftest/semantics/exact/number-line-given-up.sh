#!/bin/bash
# unsafe: in some world
n=$((0 + $(count-active "$1"))) || exit 1
[ "$n" -gt 0 ] && exit 1
wipe-disk "$1"
