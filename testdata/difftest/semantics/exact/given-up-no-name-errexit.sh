#!/bin/bash
set -e
check() {
n=$(count-active "$1" || true)
x=${!n}
[ "$n" = 0 ] || exit 1
}
check "$1"
wipe-disk "$1"
