#!/bin/bash
# unsafe: in some world
is-idle "$1" || return 1
wipe-disk "$1"
