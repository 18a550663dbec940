#!/bin/bash
# safe: in all worlds
busy "$1"
wait -n
[ $? -eq 127 ] || wipe-disk "$1"
is-idle "$1" || exit 1
wipe-disk "$1"
