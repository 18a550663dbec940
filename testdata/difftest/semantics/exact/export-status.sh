#!/bin/sh
# unsafe: in some world
export S=$(is-idle "$1") || exit 1
wipe-disk "$1"
