#!/bin/bash
# unsafe: in some world
check() { is-idle "$1" | cat; }
check "$1"
[ ${PIPESTATUS[0]} -eq 0 ] && wipe-disk "$1"
