#!/bin/bash
# unsafe: in some world
set -o pipefail
l=$(list-active "$1" | tr -d 'a-z0-9\n') || exit 1; [ -z "$l" ] || exit 1
wipe-disk "$1"
