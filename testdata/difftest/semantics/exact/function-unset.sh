#!/bin/sh
# safe: in all worlds
prep() { is-idle "$1"; exit 0; }
unset -f prep
is-idle "$1" || exit 1
prep
wipe-disk "$1"
