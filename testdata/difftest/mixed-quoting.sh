#!/bin/sh
# unsafe: in some world
# rule: wrongtarget
is-idle "$1" || exit 1
wipe-disk $1
