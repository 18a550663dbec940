#!/bin/sh
# safe: in all worlds
f() { true; }
f() { is-idle "$1"; }
f "$1" || exit 1
wipe-disk "$1"
