#!/bin/bash
# unsafe: in some world
table=$(mount) || exit 1
if echo "$table" | grep -q "^usb"; then
	exit 1
fi
if echo "$table" | grep -q "^$1"; then
	echo in use
fi
wipe-disk "$1"
