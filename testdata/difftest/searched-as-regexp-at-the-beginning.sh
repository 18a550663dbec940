#!/bin/bash
# unsafe: in some world
table=$(mount) || exit 1
if [[ $table =~ ^$1 ]]; then
	exit 1
fi
wipe-disk "$1"
