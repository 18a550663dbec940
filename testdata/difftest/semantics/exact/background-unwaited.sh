#!/bin/sh
# unsafe: in some world
is-idle "$1" &
wait
[ $? -eq 0 ] && wipe-disk "$1"
