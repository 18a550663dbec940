#!/bin/bash
# unsafe: in some world
set -e
check() {
c=$(count-active "$1" || true)
n=$((2 * $c))
[ "$n" -eq 2 ] && exit 1
}
check "$1"
wipe-disk "$1"
