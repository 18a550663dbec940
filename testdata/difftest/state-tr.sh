#!/bin/sh
# safe: in all worlds
s=$(state "$1" | tr -d ' ')
[ "$s" != idle ] && exit 1
wipe-disk "$1"
