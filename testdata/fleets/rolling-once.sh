#!/bin/bash
# Reinstalls every host of a list, one after the other, once the first one is found idle.
set -uo pipefail

list=${1:?usage: rolling-once.sh HOSTLIST}
failed=0

log() { echo "[$(date +%T)] $*"; }

[ -r "$list" ] || { log "cannot read $list"; exit 66; }

read -r host _ <"$list"
if ! is-idle "$host"; then
    log "$host: in use or silent"
    exit 1
fi

while read -r host rack _; do
    case $host in
    '' | \#*) continue ;;
    esac
    log "$host (rack ${rack:-?})"

    if reinstall-os "$host"; then
        log "$host: started"
    else
        log "$host: failed"
        failed=$((failed + 1))
    fi
    sleep 120
done <"$list"

log "failed: $failed"
[ "$failed" -eq 0 ]
