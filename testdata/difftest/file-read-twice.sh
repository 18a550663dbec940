#!/bin/bash
# safe: in all worlds
printf '%s\n' "$@" > hosts
while read -r h; do
is-idle "$h" </dev/null || exit 1
done < hosts
while read -r h; do
wipe-disk "$h" </dev/null
done < hosts
