#!/bin/bash
# unsafe: in some world
check() {
count-active "$1"
h=2
exit 1
}
readonly h=1
check "$1"
wipe-disk "$1"
