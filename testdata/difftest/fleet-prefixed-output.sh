#!/bin/sh
# unsafe: the machine's name stands before each count
n=$(pdsh -S -w h1,h2 count-active) || exit 1
[ "$n" != 1 ] || exit 1
pdsh -w h1,h2 wipe-disk
