#!/bin/sh
# unsafe: in some world
# rule: failopen
list-active "$1" | grep -q . && exit 1
wipe-disk "$1"
