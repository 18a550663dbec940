#!/bin/bash
# unsafe: in some world
n=$(count-active "$1")
[[ $n -eq 0 ]] && wipe-disk "$1"
