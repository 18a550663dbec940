#!/bin/sh
c=$(count-active "$1")
n=$((1 + $c))
[ "$n" -gt 1 ] && exit 1
wipe-disk "$1"
