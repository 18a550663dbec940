#!/bin/sh
# safe: in all worlds
i=0
while [ $i -lt 80 ]; do i=$((i + 1)); done
if [ $i -eq 80 ]; then is-idle "$1" || exit 1; fi
wipe-disk "$1"
