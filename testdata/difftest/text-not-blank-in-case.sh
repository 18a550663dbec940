#!/bin/sh
# safe: in all worlds
l=$(list-active "$1") || exit 3
case $l in *[![:blank:]]*) exit 1 ;; esac
wipe-disk "$1"
