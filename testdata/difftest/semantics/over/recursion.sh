#!/bin/sh
# safe: in all worlds
f() { if [ "$1" -lt 5 ]; then f $(($1 + 1)); else is-idle d1 || exit 1; fi; }
f 0
wipe-disk d1
