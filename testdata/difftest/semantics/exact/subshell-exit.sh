#!/bin/sh
# unsafe: in some world
(is-idle "$1" || exit 1)
wipe-disk "$1"
