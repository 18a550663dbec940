#!/bin/sh
# unsafe:
s=$(state "$1")
case $s in *idle) wipe-disk "$1" ;; esac
