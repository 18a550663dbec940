#!/bin/sh
# unsafe: in some world
bad=
{ is-idle "$1" || bad=1; } | cat
[ -n "$bad" ] && exit 1
wipe-disk "$1"
