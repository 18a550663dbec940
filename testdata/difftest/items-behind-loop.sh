#!/bin/sh
# safe: in all worlds
for i in $1; do is-idle "$i" || exit 1; done
echo "$1" | xargs -r -n1 wipe-disk
