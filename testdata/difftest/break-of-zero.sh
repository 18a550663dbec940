#!/bin/bash
# unsafe: in some world
ok=
for i in 1; do for k in 1; do is-idle h && break 0; done; ok=1; done
[ "$ok" ] || exit 1
wipe-disk h
