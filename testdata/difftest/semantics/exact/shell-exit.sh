#!/bin/sh
# unsafe: in some world
sh -c 'is-idle d1 || exit 1'
wipe-disk d1
