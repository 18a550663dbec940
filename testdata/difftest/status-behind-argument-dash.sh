#!/bin/sh
# unsafe: in some world
check() { [ "$2" = 0 ] && [ -z "$1" ]; }
check "$(list-active h)" $? && wipe-disk h
