#!/bin/sh
# unsafe: in some world
s=$(state "$1")
case $s in *idle) wipe-disk "$1" ;; esac
