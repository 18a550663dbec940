#!/bin/sh
# Removes what was left in a mount point's folder while nothing was mounted there.
dir=${1:-/srv/scratch}

[ -n "$dir" ] || { echo "usage: $0 DIR" >&2; exit 64; }

if mountpoint -q "$dir"; then
    echo "$dir: a file system is mounted, nothing to remove" >&2
    exit 1
fi

echo "removing what lies under $dir"
rm -rf "${dir:?}"
mkdir -p "$dir"
chmod 0755 "$dir"
