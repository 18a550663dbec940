#!/bin/bash
# Wipes a disk that nothing on it is mounted from.
set -eu
disk=$1
mounted=$(lsblk -no MOUNTPOINT "$disk")
[ -z "$mounted" ] || exit 1
wipefs -a "$disk"
