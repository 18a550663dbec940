#!/bin/bash
# safe: in all worlds
set -euo pipefail
l=$(list-active "$1" | awk NF)
[ -z "$l" ] || exit 1
wipe-disk "$1"
