#!/bin/bash
# unsafe: in some world
busy "$1" >"$LOG"
[ $? -eq 1 ] || exit 1
wipe-disk "$1"
