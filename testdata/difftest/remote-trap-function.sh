#!/bin/sh
# safe: in all worlds
ssh -q h1 'check1() {
l=$(list-active) || exit 1
if [ -n "$l" ]; then return 1; fi
return 0
}
zap1() {
[ "$ok" = yes ] || return 0
wipe-disk
}
ok=no
trap zap1 EXIT
check1 || exit 1
ok=yes'
