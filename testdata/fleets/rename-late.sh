#!/bin/bash
# Reinstalls a machine under the name that it has in the inventory.
set -eu

usage() { echo "usage: ${0##*/} HOST" >&2; exit 64; }
[ $# -eq 1 ] || usage
host=$1

case $host in
*.internal) ;;
*) host=$host.internal ;;
esac

if ! is-idle "$host"; then
    echo "$host is in use" >&2
    exit 1
fi

host=$(inventory-name "$host")
echo "reinstalling $host"
reinstall-os "$host"
