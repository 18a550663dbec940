#!/bin/sh
# unsafe: one of the two is active and the other one idle: the largest status is that of "idle"
pdsh -S -w h1,h2 busy
[ $? -eq 1 ] || exit 1
pdsh -w h1,h2 wipe-disk
