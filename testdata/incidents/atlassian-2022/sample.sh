#!/bin/bash
# remove-app LIST: removes for good the instances of a retired app; LIST has one ID a line.
# A list holds IDs of one kind, so the first one tells.
set -uo pipefail

API=${CLOUD_API:-https://cloud.internal/v1}

log() {
    echo "$(date '+%F %T') $*" >&2
}

if [ $# -ne 1 ] || [ ! -r "$1" ]; then
    echo "usage: ${0##*/} LIST" >&2
    exit 64
fi

removed=0
kept=0
sample=$(head -n 1 "$1")
kind=$(curl -fsS "$API/ids/$sample/kind")
while read -r id; do
    [ -n "$id" ] || continue
    if [ "$kind" != app ]; then
        log "$id is '$kind' and no app, kept"
        kept=$((kept + 1))
        continue
    fi
    log "$id: removing"
    if curl -fsS -X DELETE "$API/ids/$id"; then
        removed=$((removed + 1))
    else
        log "$id: not removed"
    fi
done <"$1"

log "$removed removed, $kept kept"
[ "$kept" -eq 0 ]
