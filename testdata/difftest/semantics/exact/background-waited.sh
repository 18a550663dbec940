#!/bin/sh
# safe: in all worlds
is-idle "$1" &
wait $! || exit 1
wipe-disk "$1"
