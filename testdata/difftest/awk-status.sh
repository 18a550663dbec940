#!/bin/sh
# unsafe: in some world
if count-active "$1" | awk '$1 == 0 { found = 1 } END { exit !found }'; then exit 0; fi
wipe-disk "$1"
