#!/bin/sh
# unsafe: in some world
# rule: stalestatus
tell() { is-idle "$1" && rc=0 || rc=$?; test "$rc" -eq 0; }
export R=$(tell "$1")
[ $? -eq 0 ] || exit 1
wipe-disk "$1"
