#!/bin/bash
# unsafe: in some world
check() {
local -i n
count-active "$1"
n="1 + $x"
exit 1
}
check "$1"
wipe-disk "$1"
