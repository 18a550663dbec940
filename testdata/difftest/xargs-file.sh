#!/bin/sh
# safe: in all worlds
echo "$1" > list.txt
xargs -n1 -a list.txt is-idle || exit 1
xargs -n 1 wipe-disk < list.txt
