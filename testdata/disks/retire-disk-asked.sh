#!/bin/bash
# retire-disk DISK: wipes a disk before it leaves the house.
set -u

disk=${1:?usage: retire-disk DISK}

confirm() {
    read -r -p "$1 Type yes: " reply
    [[ ${reply,,} == yes ]]
}

confirm "Everything on $disk will be lost." || exit 1
wipefs -a "$disk"
echo "$disk can go"
