#!/bin/sh
# Hands a disk to the storage cluster.
# usage: osd-disk.sh sdX
disk=/dev/$1

die() {
    echo "osd-disk: $*" >&2
    exit 1
}

[ -n "$1" ] || die "which disk?"

if blkid "$disk" >/dev/null; then
    die "$disk has a signature"
fi

sgdisk --zap-all "$disk" || die "cannot zap $disk"
partprobe "$disk"
ceph-volume lvm create --data "$disk"
