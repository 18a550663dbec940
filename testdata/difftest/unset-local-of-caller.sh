#!/bin/bash
# unsafe: in some world
check1() { local ok=0; set1; ok=1; }
set1() { unset ok; }
check1
[ "$ok" = 1 ] && wipe-disk h
