#!/bin/bash
# unsafe: in some world
(n=$((1 + $(count-active "$1"))); [ "$n" = 1 ] && exit 0; exit 0)
wipe-disk "$1"
