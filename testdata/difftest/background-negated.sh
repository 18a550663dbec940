#!/bin/bash
# unsafe: in some world
! busy "$1" &
wait $!
[ $? -eq 2 ] || exit 1
wipe-disk "$1"
