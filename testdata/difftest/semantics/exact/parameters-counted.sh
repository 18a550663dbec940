#!/bin/sh
# safe: in all worlds
[ $# -eq 1 ] || exit 2
is-idle "${2:-$1}" || exit 1
wipe-disk "$1"
