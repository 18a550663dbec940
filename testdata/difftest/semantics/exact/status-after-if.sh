#!/bin/sh
# unsafe: in some world
if is-idle "$1"; then :; fi
[ $? -eq 0 ] && wipe-disk "$1"
