#!/bin/bash
# Formats the disk behind the data folder on a machine's first start.
set -eu

DATA=/data
DEV=${1:-/dev/sdb}

log() { logger -s -t format-data -- "$@"; }

log "using $DEV for $DATA"

rc=0
mountpoint -q "$DATA" || rc=$?
if [ "$rc" -ne 32 ]; then
    log "$DATA is in use, not formatted"
    exit 1
fi

mkfs.xfs -f "$DEV"
mkdir -p "$DATA"
mount "$DEV" "$DATA"
log "mounted"
