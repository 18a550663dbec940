#!/bin/bash
# unsafe: in some world
check() {
n=$(count-active "$1")
a[-5]=x
exit 1
}
check "$1"
wipe-disk "$1"
