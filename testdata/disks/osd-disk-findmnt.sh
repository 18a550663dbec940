#!/bin/sh
# Hands a disk to the storage cluster.
# usage: osd-disk.sh sdX
disk=/dev/$1

die() {
    echo "osd-disk: $*" >&2
    exit 1
}

[ -n "$1" ] || die "which disk?"

blkid "$disk" && echo "warning: $disk has a signature, it will be lost"

in_use=$(findmnt -no TARGET --source "$disk") && die "$disk is mounted on $in_use"

sgdisk --zap-all "$disk" || die "cannot zap $disk"
partprobe "$disk"
ceph-volume lvm create --data "$disk"
