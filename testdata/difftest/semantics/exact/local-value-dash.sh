#!/bin/sh
# safe: in all worlds
f() { local h; is-idle "$h"; }
h=d1
f || exit 1
wipe-disk d1
