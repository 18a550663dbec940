#!/bin/sh
# safe:
is-idle "$1" || exit 1
wipe-disk "$@"
