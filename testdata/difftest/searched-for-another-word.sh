#!/bin/bash
# unsafe: in some world
table=$(mount) || exit 1
if [[ $table == *usb* ]]; then
	exit 1
fi
wipe-disk "$1"
