#!/usr/bin/env bash
# Clears every NVMe disk that has nothing mounted, and makes one partition for data on each.
set -uo pipefail

disks=(nvme0n1 nvme1n1)
label=data

busy() {
    local points
    points=$(lsblk -no MOUNTPOINT "/dev/$1") || return 0
    [[ -n $points ]]
}

for d in "${disks[@]}"; do
    if busy "$d"; then
        echo "$d: in use, skipped" >&2
        continue
    fi
    dev=/dev/$d
    sgdisk --zap-all "$dev" || continue
    sgdisk -n 1:0:0 -c "1:$label" "$dev" || continue
    mkfs.ext4 -q -F "${dev}p1"
done
