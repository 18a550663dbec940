#!/bin/bash
# unsafe: in some world
ok=1
check() { local ok=0; forget; [ "$ok" = 1 ] && wipe-disk "$1"; }
forget() { unset ok; }
check "$1"
