#!/bin/bash
# clone-disk SOURCE TARGET: copies one disk onto another after asking.
set -eu

src=${1:?source} dst=${2:?target}

if [ "$src" = "$dst" ]; then
    echo "source and target are the same" >&2
    exit 1
fi

lsblk -o NAME,SIZE,FSTYPE,MOUNTPOINT "$dst" || true
printf 'Everything on %s will be lost. Type yes to go on: ' "$dst"
read -r answer
if [ "$answer" != yes ]; then
    echo "nothing done"
    exit 1
fi

dd if="$src" of="$dst" bs=4M conv=fsync
sync
echo "copied"
