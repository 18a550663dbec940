#!/bin/sh
# unsafe: args ["d1"]
check() { is-idle "$1"; }
sh -c 'check "$1"; [ $? -eq 1 ] && exit 1; wipe-disk "$1"' sh "$1"
