#!/bin/sh
# Reinstalls a shard machine when it holds no live shard.
set -eu

host=${1:?host}

log() {
    logger -t reimage "$host: $*"
}

# Prints how many live shards the machine has, one line each in the list.
live_shards() {
    ssh -n "$1" "mysql -N -e 'SELECT name FROM meta.shards WHERE live = 1'" | wc -l
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
