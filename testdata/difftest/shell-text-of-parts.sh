#!/bin/sh
# unsafe: count-active h1 says error (255 "")
h=h1
sh -c 'if ! { count-active "$1" | grep -q '\''[1-9]'\''; }; then
wipe-disk "$1"
fi' sh $h
