#!/bin/sh
# safe: in all worlds
sh -c 'zap1() {
[ "$ok" = yes ] || return 0
wipe-disk h1
}
ok=no
trap zap1 EXIT
is-idle h1 || exit 1
ok=yes'
