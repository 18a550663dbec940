#!/bin/bash
# unsafe: in some world
set -e
check() {
a=(1 2 3)
x=${a[1 + $(count-active "$1")]}
[ "$x" = 3 ] && exit 1
return 0
}
check "$1"
wipe-disk "$1"
