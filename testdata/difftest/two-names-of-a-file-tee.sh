#!/bin/sh
# unsafe: where the machine is in use
a=out.txt
b=out.txt
list-active "$1" >"$b" || exit 1
: | tee "$a" >/dev/null
[ -s "$b" ] && exit 1
wipe-disk "$1"
