#!/bin/sh
# Removes what was left in a mount point's folder while nothing was mounted there.
dir=${1:-/srv/scratch}

[ -n "$dir" ] || { echo "usage: $0 DIR" >&2; exit 64; }

mountpoint -q "$dir"
case $? in
32) ;;
0) echo "$dir: a file system is mounted, nothing to remove" >&2; exit 1 ;;
*) echo "$dir: cannot tell" >&2; exit 1 ;;
esac

echo "removing what lies under $dir"
rm -rf "${dir:?}"
mkdir -p "$dir"
chmod 0755 "$dir"
