#!/bin/sh
# safe: in all worlds
s=$(is-idle "$1") || exit 1
wipe-disk "$1"
