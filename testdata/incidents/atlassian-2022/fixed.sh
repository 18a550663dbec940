#!/bin/bash
# remove-app LIST: removes for good the instances of a retired app; LIST has one ID a line.
# Every ID is looked up first: this API deletes whatever an ID stands for.
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
while read -r id; do
    [ -n "$id" ] || continue
    kind=$(curl -fsS "$API/ids/$id/kind")
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
