#!/bin/sh
# safe: in all worlds
list-active "$1" >l.txt || exit 1
if grep -q . l.txt; then exit 1; fi
wipe-disk "$1"
