#!/bin/bash
# safe: in all worlds
f() {
local s
s=$(is-idle "$1") || exit 1
}
f "$1"
wipe-disk "$1"
