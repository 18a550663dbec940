#!/bin/sh
# safe: in all worlds
s=$(state "$1" | head -1)
[ "$s" = idle ] && wipe-disk "$1"
