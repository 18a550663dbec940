#!/bin/bash
# reset-rack ZONE RACK: wipes the configuration of a new rack's two switches, so that they provision themselves.
# Both switches have to be staged, or on their way out.
set -u

if [ $# -ne 2 ]; then
    echo "usage: ${0##*/} ZONE RACK" >&2
    exit 64
fi
zone=$1
rack=$2
build_zone=${BUILD_ZONE:-nyc1-new}

die() {
    echo "reset-rack: $*" >&2
    exit 1
}

# Production switches are active in the inventory.
may_be_wiped() {
    local state
    state=$(device-state "$1") || return 1
    case $state in
    staged | decommissioning) return 0 ;;
    *) return 1 ;;
    esac
}

for side in a b; do
    device=tor-$side.$rack.$zone
    echo "zone $zone of build $build_zone: $device"
    may_be_wiped "$device" || die "$device is in use, or nobody knows"
    ssh "netops@$device" request system zeroize || die "$device: not wiped"
done
