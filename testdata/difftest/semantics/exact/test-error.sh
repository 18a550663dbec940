#!/bin/sh
# unsafe: in some world
n=$(count-active "$1")
if [ "$n" -gt 0 ]; then exit 1; fi
wipe-disk "$1"
