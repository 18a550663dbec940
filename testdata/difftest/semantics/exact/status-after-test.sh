#!/bin/sh
# unsafe: in some world
is-idle "$1"
[ $? -eq 99 ]
[ $? -ne 0 ] && wipe-disk "$1"
