#!/bin/bash
# unsafe: in some world
set -o pipefail
l=$(list-active "$1" | tail -n +2) || exit 1; [ -z "$l" ] || exit 1
wipe-disk "$1"
