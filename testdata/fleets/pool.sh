#!/bin/bash
# Reinstalls a pool of stateless workers at once.
set -eu

pool=(w1 w2 w3)

for host in "${pool[@]}"; do
    is-idle "$host" || { echo "$host is in use" >&2; exit 1; }
done

pids=()
for host in "${pool[@]}"; do
    is-idle "$host" && reinstall-os "$host" &
    pids+=($!)
done

bad=0
for pid in "${pids[@]}"; do
    wait "$pid" || bad=1
done
exit $bad
