#!/bin/bash
# unsafe: in some world
IFS=,
a=(h1 h2)
x="${a[*]}"
[ "$x" = "h1,h2" ] && wipe-disk h
