#!/bin/sh
# safe: in all worlds
echo "$1" | xargs -n1 is-idle || exit 1
echo "$1" | xargs -n1 wipe-disk
