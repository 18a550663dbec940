#!/bin/bash
# unsafe:
s=$(state "$1")
[[ $s == *idle* ]] && wipe-disk "$1"
