#!/bin/sh
# unsafe: in some world
set -e
is-idle "$1" && true
wipe-disk "$1"
