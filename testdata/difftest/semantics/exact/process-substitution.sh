#!/bin/bash
# unsafe: in some world
cat <(is-idle "$1") || exit 1
wipe-disk "$1"
