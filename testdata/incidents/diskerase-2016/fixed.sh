#!/bin/bash
# decommission-rack RACK: erases the disks of a rack that has been drained.
# It can be started again: with nothing left to erase it is done. Each machine makes sure that it serves nobody.
set -uo pipefail

INVENTORY=${INVENTORY:-http://inventory.internal}
DISK=/dev/nvme0n1

log() {
    echo "$(date '+%F %T') $*" >&2
}

die() {
    log "stopped: $*"
    exit 1
}

rack=${1:?usage: decommission-rack RACK}

state=$(curl -fsS "$INVENTORY/racks/$rack/state") || die "the inventory does not answer"
[ "$state" = drained ] || die "rack $rack is $state"

# Machines that were erased before do not answer any more and are not on this list.
machines=$(curl -fsS "$INVENTORY/racks/$rack/not-erased") || die "the inventory does not answer"
if [ -z "$machines" ]; then
    log "rack $rack: nothing left to erase"
    exit 0
fi

log "erasing $DISK of: $machines"
ansible all --limit "$machines" -m shell -a 'pgrep -x edge-proxy >/dev/null; [ $? -eq 1 ] && blkdiscard /dev/nvme0n1' || die "not all were erased"

curl -fsS -X POST "$INVENTORY/racks/$rack/erased" || die "not noted"
log "rack $rack is erased"
