#!/bin/sh
# Partitions the system disk and makes the root file system; started by the boot image without a console.
set -e

DISK=${1:-/dev/vda}

check_disk() {
    busy=$(lsblk -no MOUNTPOINT "$DISK") || exit 1
    if [ -n "$busy" ]; then
        echo "$DISK: mounted on $busy"
        exit 1
    fi
}

partition() {
    sgdisk --zap-all "$DISK"
    sgdisk -n 1:0:+512M -t 1:ef00 "$DISK"
    sgdisk -n 2:0:0 -t 2:8300 "$DISK"
    partprobe "$DISK" || sleep 2
}

echo "installing on $DISK $(check_disk)"
if ! partition; then
    echo "cannot partition $DISK"
    exit 1
fi
mkfs.vfat -F 32 "${DISK}1"
mkfs.ext4 -q -F "${DISK}2"
mount "${DISK}2" /mnt
