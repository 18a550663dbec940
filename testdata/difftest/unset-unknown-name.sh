#!/bin/bash
# unsafe: in some world
slow=1
is-idle h && slow=0
unset "$MODE"
[ "$slow" = 1 ] && exit 1
wipe-disk h
