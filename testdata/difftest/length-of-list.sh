#!/bin/sh
# unsafe: in some world
# rule: failopen
say() { list-active "$1"; }
guard() { l=$(say "$1"); [ ${#l} -eq 0 ] || return 1; }
guard "$1" || exit 1
x=$(prep)
wipe-disk "$1"
