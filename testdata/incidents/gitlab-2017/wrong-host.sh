#!/bin/bash
# resync-standby: empties the data directory of a standby and copies the primary over it.
# Run it on the standby.
set -euo pipefail

PORT=${PGPORT:-5432}

log() {
    printf '%s %s\n' "$(date '+%F %T')" "$*" >&2
}

die() {
    log "stopped: $*"
    exit 1
}

# pgrep ends with 1 when there is no such process; every other status but 0, also of ssh, is no answer.
postgres_is_down() {
    local rc=0
    ssh -o ConnectTimeout=5 "$1" pgrep -x postgres >/dev/null || rc=$?
    log "$1: pgrep ended with $rc"
    [ "$rc" -eq 1 ]
}

if [ $# -ne 2 ]; then
    echo "usage: ${0##*/} PRIMARY STANDBY" >&2
    exit 64
fi
primary=$1
standby=$2

log "copying $primary to $standby"
ssh "$standby" gitlab-ctl stop postgresql || log "$standby: cannot stop the service"
postgres_is_down "$standby" || die "PostgreSQL still runs on $standby, or nobody knows"

# An earlier copy that was broken off leaves files behind, and pg_basebackup wants an empty folder.
rm -rf /var/opt/gitlab/postgresql/data

ssh "$standby" pg_basebackup --host "$primary" --port "$PORT" --pgdata /var/opt/gitlab/postgresql/data --xlog-method stream ||
    die "the copy failed"
ssh "$standby" gitlab-ctl start postgresql || die "$standby does not start"
log "$standby follows $primary"
