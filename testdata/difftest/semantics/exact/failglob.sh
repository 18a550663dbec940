#!/bin/bash
# unsafe: in some world
shopt -s failglob
is-idle "$1" || exit 1 nothing*
wipe-disk "$1"
