#!/bin/bash
# pool-drain HOST: takes a host out of the pool, lets its sessions end, and reinstalls it.
set -u

host=${1:?usage: pool-drain HOST}
sessions_end=15m

pool-ctl drain "$host" || exit 1
echo "$host: waiting $sessions_end for its sessions"
sleep "$sessions_end"
if ! is-idle "$host"; then
    echo "$host is still in use" >&2
    pool-ctl enable "$host"
    exit 1
fi
reinstall-os "$host"
