#!/bin/sh
# safe: in all worlds
state "$1" >s.txt
read -r s <s.txt
[ "x$s" = xidle ] || exit 1
wipe-disk "$1"
