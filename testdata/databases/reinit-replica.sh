#!/bin/bash
# reinit-replica: stops the server, waits for its process to go, clears the data and starts over.
set -u

DATADIR=/var/lib/mysql
WAIT=5

log() { echo "$(date '+%F %T') $*"; }

wait_gone() {
    local i rc
    for ((i = 0; i < WAIT; i++)); do
        pgrep -x mysqld >/dev/null
        rc=$?
        if ((rc == 1)); then
            return 0
        fi
        log "mysqld still there (pgrep: $rc)"
        sleep 2
    done
    return 1
}

log "stopping"
systemctl stop mysqld || true

wait_gone || { log "mysqld does not go away"; exit 1; }

log "clearing $DATADIR"
rm -rf /var/lib/mysql
install -d -o mysql -g mysql "$DATADIR"
mysqld --initialize-insecure --user=mysql
systemctl start mysqld
