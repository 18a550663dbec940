#!/bin/bash
# upgrade-fleet: starts the upgrade on every database machine that is marked for a reinstall.
# The machines are told apart by hardware class and lifecycle.
set -euo pipefail

log() {
    echo "$(date '+%F %T') $*" >&2
}

usage() {
    echo "usage: ${0##*/} LIFECYCLE" >&2
    exit 64
}

[ $# -eq 1 ] || usage

case $1 in
reinstall | retire)
    ;;
*)
    log "machines in state $1 are never upgraded"
    exit 1
    ;;
esac

log "upgrading database machines in state $1"
dsh --group hwclass=database lifecycle=reinstall perform_upgrade
log "started"
