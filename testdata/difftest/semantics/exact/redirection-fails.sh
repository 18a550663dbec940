#!/bin/bash
# unsafe: in some world
is-idle "$1" || exit 1 <missing.txt
wipe-disk "$1"
