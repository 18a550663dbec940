#!/bin/bash
# reap-guests HOST: removes the guests of a host that the master database no longer knows.
# Runs every Saturday at 7.
set -u

host=${1:?usage: reap-guests HOST}

log() {
    logger -t reap-guests "$host: $*"
}

die() {
    log "stopped: $*"
    exit 1
}

records() {
    mysql -N -B -e "SELECT COUNT(*) FROM guests WHERE name = '$1' AND state <> 'deleted'" master
}

on_host() {
    virsh -c "qemu+ssh://$host/system" list --all --name
}

guests=$(on_host) || die "the host does not answer"
for guest in $guests; do
    n=$(records "$guest")
    if [ "${n:-0}" -eq 0 ]; then
        log "$guest has no record, removing it"
        virsh -c "qemu+ssh://$host/system" undefine "$guest" --remove-all-storage || log "$guest stays"
    else
        log "$guest is known"
    fi
done
log "done"
