#!/bin/sh
# unsafe: in some world
trap 'wipe-disk "$1"' EXIT
is-idle "$1" || exit 1
