#!/bin/sh
# Rebuilds the scratch volume; the commands can be set for a trial: MKFS=echo scratch.sh /dev/vdb
MKFS=${MKFS:-"mkfs.ext4 -F -q"}
DEV=$1

run() {
    echo "+ $*"
    "$@" || { echo "failed: $*" >&2; exit 1; }
}

[ -n "$DEV" ] || { echo "no device" >&2; exit 64; }

[ -e "$DEV" ] || echo "$DEV is not there yet, trying anyway"
command -v wipefs >/dev/null || { echo "no wipefs here" >&2; exit 1; }

run wipefs -a "$DEV"
run $MKFS "$DEV"
echo "$DEV is ready"
