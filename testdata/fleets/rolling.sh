#!/bin/bash
# Reinstalls every host of a list, one after the other. A host in use is left for the next round.
set -uo pipefail

list=${1:?usage: rolling.sh HOSTLIST}
left=()
failed=0

log() { echo "[$(date +%T)] $*"; }

[ -r "$list" ] || { log "cannot read $list"; exit 66; }

while read -r host rack _; do
    case $host in
    '' | \#*) continue ;;
    esac
    log "$host (rack ${rack:-?})"

    if ! is-idle "$host"; then
        log "$host: in use or silent, left for later"
        left+=("$host")
        continue
    fi

    if reinstall-os "$host"; then
        log "$host: started"
    else
        log "$host: failed"
        failed=$((failed + 1))
    fi
    sleep 120
done <"$list"

log "left: ${left[*]:-none}, failed: $failed"
[ "$failed" -eq 0 ]
