#!/bin/bash
# prepare-disk DEVICE LABEL: gives a data disk an empty ext4 file system.
set -euo pipefail

dev=${1:?device} label=${2:?label}

say() { printf '>> %s\n' "$*"; }
fail() { printf '%s: %s\n' "$dev" "$*" >&2; exit 1; }

[[ $dev == /dev/* ]] || fail "not a device name"
[[ ${#label} -le 16 ]] || fail "label too long"

say "looking at $dev"
if ! mounts=$(lsblk -no MOUNTPOINT "$dev"); then
    fail "lsblk cannot read it"
fi
if [[ -n ${mounts//[[:space:]]/} ]]; then
    fail "mounted: $mounts"
fi

say "wiping signatures"
wipefs -a "$dev"

say "making the file system"
mkfs.ext4 -q -L "$label" "$dev"
say "done"
