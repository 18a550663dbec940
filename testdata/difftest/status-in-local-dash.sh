#!/bin/sh
# unsafe: in some world
check() { local x=$(list-active h) r=$?; [ $r = 0 ] && [ -z "$x" ]; }
check && wipe-disk h
