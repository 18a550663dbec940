#!/bin/sh
# Makes the scratch array empty again.
array=/dev/md12

mounts=$(lsblk -no MOUNTPOINT "$array") || exit 1
if [ -n "$mounts" ]; then
    echo "$array is mounted" >&2
    exit 1
fi
mkfs.xfs -f "$array"
