#!/bin/sh
# unsafe: in some world
# rule: ignored|trapwipe
rc=0
is-idle "$1" || rc=$?
[ "$rc" -ge 0 ] || exit 1
trap 'wipe-disk "$1"' EXIT
