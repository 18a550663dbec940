#!/bin/bash
# safe: in all worlds
mapfile -t a < <(state "$1")
s=${a[0]}
[ "$s" = idle ] && wipe-disk "$1"
