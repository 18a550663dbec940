#!/bin/bash
# unsafe: in some world
set -o errexit
if eval 'busy "$1"' | cat; then
	rc=${PIPESTATUS[0]}
fi
[ "$rc" -eq 1 ] || exit 1
wipe-disk "$1"
