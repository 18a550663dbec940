#!/bin/sh
# Turns a spare partition into swap.
# Run by hand or from the provisioning hook, with PART set.
set -e

PART=${PART:?}

check_free() {
    busy=$(lsblk -no MOUNTPOINT "$PART") || return 1
    test -z "$busy"
    echo "$PART is free"
}

if check_free; then
    mkswap -f "$PART"
    swapon "$PART"
else
    echo "$PART is in use" >&2
    exit 1
fi
