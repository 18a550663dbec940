#!/bin/bash
# unsafe: in some world
table=$(mount) || exit 1
if echo "$table" | head -n 1 | grep -q "^$1"; then
	exit 1
fi
wipe-disk "$1"
