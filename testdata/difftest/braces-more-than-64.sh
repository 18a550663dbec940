#!/bin/bash
# unsafe: in some world
# the last of 100 words
set -- {1..10}{a,b,c,d,e,f,g,h,i,j} "$1"
shift 99
if [ "$1" != 10j ]; then
    [ "$(count-active "$2")" = 0 ] || exit 1
fi
wipe-disk "$2"
