#!/bin/bash
# retire-disk [-y] DISK: wipes a disk before it leaves the house; -y asks no question.
set -u

assume_yes=0
while [ $# -gt 0 ]; do
    case $1 in
    -y | --yes) assume_yes=1 ;;
    -*) echo "usage: ${0##*/} [-y] DISK" >&2; exit 64 ;;
    *) break ;;
    esac
    shift
done
disk=${1:?usage: retire-disk [-y] DISK}

confirm() {
    [ "$assume_yes" -eq 1 ] && return 0
    read -r -p "$1 Type yes: " reply
    [[ ${reply,,} == yes ]]
}

confirm "Everything on $disk will be lost." || exit 1
mounts=$(lsblk -no MOUNTPOINT "$disk") || exit 1
if [ -n "$mounts" ]; then
    echo "$disk is mounted" >&2
    exit 1
fi
wipefs -a "$disk"
echo "$disk can go"
