#!/bin/sh
# safe: in all worlds
ok=
is-idle d1 && ok=1
: "${ok:?}"
wipe-disk d1
