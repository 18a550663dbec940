#!/bin/sh
# unsafe: the same, with a group that the script does not spell out
pdsh -S -g web busy
[ $? -eq 1 ] || exit 1
pdsh -g web wipe-disk
