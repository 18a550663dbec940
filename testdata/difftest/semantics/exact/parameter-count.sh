#!/bin/sh
# safe: in all worlds
[ $# -ge 0 ] || wipe-disk "$1"
is-idle "$1" || exit 1
wipe-disk "$1"
