#!/bin/bash
# unsafe: in some world
exec 5>&-
busy "$1" >&5
[ $? -eq 1 ] || exit 1
wipe-disk "$1"
