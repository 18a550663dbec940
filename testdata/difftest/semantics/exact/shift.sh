#!/bin/sh
# unsafe: in some world
is-idle "$1" || exit 1
shift
wipe-disk "$1"
