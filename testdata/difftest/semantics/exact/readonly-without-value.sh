#!/bin/bash
# unsafe: in some world
readonly h
h=$1
is-idle "$h" || exit 1
wipe-disk "$1"
