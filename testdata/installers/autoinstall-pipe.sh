#!/bin/bash
# autoinstall: writes the system image unless something on the disk is mounted.
set -u

disk=${1:?disk}
image=${2:-system.img}

msg() { echo "autoinstall: $*"; }

lsblk -nro MOUNTPOINT "$disk" | while read -r point; do
    if [ -n "$point" ]; then
        msg "$disk is mounted on $point"
        exit 1
    fi
done

msg "writing $image to $disk"
dd if="$image" of="$disk" bs=1M status=none
sync
msg "done"
