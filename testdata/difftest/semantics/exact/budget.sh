#!/bin/sh
# safe: in all worlds
i=0
j=0
while [ $i -lt 60 ]; do
j=0
while [ $j -lt 60 ]; do j=$((j + 1)); done
i=$((i + 1))
done
if [ $i -eq 60 ] && [ $j -eq 60 ]; then
is-idle "$1" || exit 1
wipe-disk "$1"
fi
