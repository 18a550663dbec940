#!/bin/sh
# Reinstalls a shard machine when it holds no live shard.
set -eu

host=${1:?host}

log() {
    logger -t reimage "$host: $*"
}

# Prints how many live shards the machine has.
live_shards() {
    ssh -n "$1" "mysql -N -e 'SELECT COUNT(*) FROM meta.shards WHERE live = 1'"
}

live=$(live_shards "$host")
log "live shards: $live"

if [ "$live" -eq 0 ]; then
    log "reinstalling"
    reinstall-os "$host"
else
    log "kept"
    exit 1
fi
