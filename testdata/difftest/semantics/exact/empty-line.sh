#!/bin/sh
# unsafe: in some world
awk 'BEGIN { print "" }' | while read -r l; do
[ -z "$l" ] && wipe-disk d1
done
