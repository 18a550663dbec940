#!/bin/bash
# unsafe: in some world
s=$(state "$1")
case $s in active) ;& idle) wipe-disk "$1" ;; esac
