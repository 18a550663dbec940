#!/bin/bash
# unsafe: in some world
f() { local h; is-idle "$h"; }
h=d1
f || exit 1
wipe-disk d1
