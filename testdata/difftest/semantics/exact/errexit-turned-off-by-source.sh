#!/bin/bash
# unsafe: in some world
set -e
awk 'BEGIN { print "set +e" }' >lib.sh
. lib.sh
is-idle "$1"
wipe-disk "$1"
