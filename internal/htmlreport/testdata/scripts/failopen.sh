#!/bin/bash
# os-upgrade: brings one machine to the new operating system release.
# Databases are skipped when they still have live shards.
set -euo pipefail

RELEASE=${RELEASE:-precise}
LOG=${UPGRADE_LOG:-upgrade.log}
TRIES=3
SSH_OPTS="-o BatchMode=yes -o ConnectTimeout=5"
dry_run=

usage() {
    echo "usage: ${0##*/} [-n] ROLE HOST" >&2
    echo "  ROLE is master, replica, shard, spare or worker; -n only checks" >&2
    exit 64
}

log() {
    printf '%s %s: %s\n' "$(date '+%F %T')" "${host:--}" "$*" | tee -a "$LOG" >&2
}

die() {
    log "$*"
    exit 1
}

remote() {
    # shellcheck disable=SC2086
    ssh $SSH_OPTS "$host" "$@"
}

# Masters and replicas serve until their last shard has been moved away.
check_database() {
    local live
    live=$(remote "mysql -N -e \"SELECT COUNT(*) FROM meta.shards WHERE state = 'live'\"") || true
    log "live shards: $live"
    if [ "$live" -gt 0 ]; then return 1; fi
}

# The placement service knows what a shard machine should hold.
check_shards() {
    local active
    active=$(count-active "$host") || return 1
    if [ "$active" != 0 ]; then
        log "$active shards are placed here"
        return 1
    fi
}

# A spare never ran a database, or its mysqld has been stopped.
check_stopped() {
    local rc=0
    remote pgrep -x mysqld >/dev/null || rc=$?
    log "pgrep ended with $rc"
    [ "$rc" -eq 1 ] || return 1
}

# Workers finish the jobs that they hold before they report idle.
wait_until_idle() {
    local try=1
    until is-idle "$host"; do
        log "check $try of $TRIES: still busy"
        [ "$try" -lt "$TRIES" ] || return 1
        try=$((try + 1))
        sleep 30
    done
}

check_host() {
    case $role in
    master | replica) check_database || return 1 ;;
    shard) check_shards || return 1 ;;
    spare) check_stopped || return 1 ;;
    worker) wait_until_idle || return 1 ;;
    *) die "unknown role $role" ;;
    esac
    log "holds no live data"
}

while getopts n opt; do
    case $opt in
    n) dry_run=1 ;;
    *) usage ;;
    esac
done
shift $((OPTIND - 1))
[ $# -eq 2 ] || usage
role=$1
host=$2

remote true || die "cannot be reached"
remote touch /etc/maintenance || die "cannot set the maintenance flag"

if check_host; then
    [ -z "$dry_run" ] || exit 0
    log "installing $RELEASE"
    reinstall-os "$host"
    log "done"
else
    remote rm -f /etc/maintenance
    die "left as it is"
fi
