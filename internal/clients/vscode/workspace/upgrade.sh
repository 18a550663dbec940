#!/bin/bash
# Upgrades the machines that are idle.
for host in "$@"; do
  sessions=$(ssh "$host" "ss -Htn state established '( sport = :3306 )' | wc -l")
  if [ "$sessions" -gt 0 ]; then
    echo "$host is in use" >&2
    continue
  fi
  ssh "$host" 'systemctl stop mysql; rm -rf /var/lib/mysql && perform-upgrade'
done
