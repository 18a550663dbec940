#!/bin/sh
# Makes a rescue stick. The stick must not be mounted.
set -u

stick=$1
part=${stick}1

in_use() {
    lines=$(lsblk -no MOUNTPOINT "$stick") || return 0
    [ -n "$lines" ]
}

echo "making a rescue stick on $stick"
if in_use; then
    echo "$stick is in use" >&2
    exit 1
fi

echo y | mkfs.ext4 -L RESCUE "$stick"
mkdir -p mnt
mount "$part" mnt || echo "mount it by hand" >&2
