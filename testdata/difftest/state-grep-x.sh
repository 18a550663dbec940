#!/bin/sh
# safe: in all worlds
state "$1" | grep -qx idle || exit 1
wipe-disk "$1"
