#!/bin/sh
# Rebuilds the scratch volume; the commands can be set for a trial: MKFS=echo scratch.sh /dev/vdb
MKFS=${MKFS:-"mkfs.ext4 -F -q"}
DEV=$1

run() {
    echo "+ $*"
    "$@" || { echo "failed: $*" >&2; exit 1; }
}

[ -n "$DEV" ] || { echo "no device" >&2; exit 64; }

where=$(lsblk -no MOUNTPOINT "$DEV") || exit 1
[ -z "$where" ] || { echo "$DEV is mounted on $where" >&2; exit 1; }

run wipefs -a "$DEV"
run $MKFS "$DEV"
echo "$DEV is ready"
