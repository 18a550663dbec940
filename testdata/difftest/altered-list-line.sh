#!/bin/bash
# unsafe: in some world
set -o pipefail
l=$(list-active "$1" | sed -n 5p) || exit 1; [ -z "$l" ] || exit 1
wipe-disk "$1"
