#!/bin/bash
# unsafe: in some world
s=$(state "$1")
[[ $s == *idle* ]] && wipe-disk "$1"
