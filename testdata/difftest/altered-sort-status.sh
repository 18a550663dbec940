#!/bin/bash
# unsafe: in some world
if printf 'b\na\n' | sort -c; then exit 1; fi
wipe-disk "$1"
