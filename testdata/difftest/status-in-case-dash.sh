#!/bin/sh
# unsafe: in some world
true
case $(list-active h) in "") [ $? = 0 ] && wipe-disk h;; esac
