#!/bin/sh
# unsafe: in some world
f() {
local s=$(is-idle "$1")
[ $? -eq 0 ] || exit 1
}
f "$1"
wipe-disk "$1"
