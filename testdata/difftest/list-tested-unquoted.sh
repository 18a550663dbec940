#!/bin/sh
# unsafe: in some world
x=$(list-active h) || exit 1
if [ $x != "" ]; then exit 1; fi
wipe-disk h
