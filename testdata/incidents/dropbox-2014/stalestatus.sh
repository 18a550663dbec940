#!/bin/sh
# reinstall-replica: reinstalls one member of a replica set while its peer serves.
# The state of a replica is logged, then acted on.
set -u

LOG=${UPGRADE_LOG:-upgrade.log}
FLAG=/etc/maintenance
host=
peer=

usage() {
    echo "usage: ${0##*/} [-t TICKET] master|replica HOST PEER" >&2
    exit 64
}

log() {
    echo "$(date '+%F %T') $host: $*" >>"$LOG"
}

die() {
    log "stopped: $*"
    echo "${0##*/}: $host: $*" >&2
    exit 1
}

# The machine's own agent: 0 is idle, 1 is in use, anything else is no answer.
is_idle() {
    is-idle "$host"
}

# The other member of the pair must be in use, or nothing serves during the upgrade.
peer_serves() {
    is-idle "$peer"
    [ $? -eq 1 ]
}

reachable() {
    ssh -o ConnectTimeout=5 "$1" true
}

set_flag() {
    ssh "$host" "touch $FLAG && sync"
}

clear_flag() {
    ssh "$host" "rm -f $FLAG"
}

ticket=none
while getopts t: opt; do
    case $opt in
    t) ticket=$OPTARG ;;
    *) usage ;;
    esac
done
shift $((OPTIND - 1))
[ $# -eq 3 ] || usage
role=$1
host=$2
peer=$3

log "upgrade of a $role for ticket $ticket"
reachable "$host" || die "cannot be reached"
reachable "$peer" || die "peer $peer cannot be reached"
set_flag || die "cannot set the maintenance flag"
trap clear_flag EXIT

case $role in
master)
    peer_serves || die "peer $peer does not serve"
    is_idle || { log "the master still serves"; exit 1; }
    ;;
replica)
    is_idle
    log "agent answered $?"
    [ $? -eq 0 ] || die "the replica is in use"
    ;;
*)
    usage
    ;;
esac

log "no live data, reinstalling"
ssh "$host" reinstall-os --now || die "reinstall failed"
log "reinstall started"
