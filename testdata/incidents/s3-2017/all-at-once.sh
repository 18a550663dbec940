#!/bin/bash
# remove-capacity SUBSYSTEM NAME...: takes drained servers of a subsystem out of service.
# All go at once, it takes minutes each.
set -uo pipefail

REGION=${REGION:-us-east-1}
MINIMUM=${MINIMUM:-3}

if [ $# -lt 2 ]; then
    echo "usage: ${0##*/} SUBSYSTEM NAME..." >&2
    exit 64
fi
subsystem=$1
shift

log() {
    echo "$(date '+%F %T') $subsystem: $*" >&2
}

state() {
    aws ec2 describe-tags --region "$REGION" --filters "Name=resource-id,Values=$1" "Name=key,Values=State" --query 'Tags[0].Value' --output text
}

in_service() {
    aws ec2 describe-instances --region "$REGION" --filters "Name=tag:Subsystem,Values=$subsystem" --query 'length(Reservations)' --output text
}

remove() {
    if [ "$(state "$1")" = drained ]; then
        aws ec2 terminate-instances --region "$REGION" --instance-ids "$1"
    else
        log "$1 is not drained, kept"
    fi
}

for id in "$@"; do
    remove "$id" &
done
wait
log "done"
