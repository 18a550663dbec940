#!/bin/bash
# unsafe: in some world
is-idle "$1" || exit 1 2
wipe-disk "$1"
