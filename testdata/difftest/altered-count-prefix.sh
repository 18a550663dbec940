#!/bin/bash
# unsafe: in some world
set -o pipefail
n=$(count-active "$1") || exit 1; [ "${n#1}" = 0 ] || exit 1
wipe-disk "$1"
