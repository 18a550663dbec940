#!/bin/sh
# Writes an image to a device: write.sh IMAGE DEVICE
cd "$(dirname "$0")" || exit 1
. ./lib.sh

image=$1
device=$2
[ $# -eq 2 ] || { say "usage: write.sh IMAGE DEVICE"; exit 64; }

case $image in
*.gz) unpack="gzip -dc" ;;
*.xz) unpack="xz -dc" ;;
*) unpack=cat ;;
esac

check_target "$device" 2>&1 | tee write.log || exit 1

say "writing $image to $device"
$unpack "$image" | dd of="$device" bs=1M
