#!/bin/bash
# unsafe: in some world
readonly h
is-idle "$1" || h=1 && exit 1
wipe-disk "$1"
