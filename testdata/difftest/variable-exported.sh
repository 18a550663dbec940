#!/bin/sh
# safe: in all worlds
free=1
is-idle "$1" || free=0
export free
sh -c '[ "$free" = 1 ] || exit 1; wipe-disk "$1"' sh "$1"
