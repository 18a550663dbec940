#!/bin/sh
# safe: in all worlds
h=${1}1
printf '%s\n' "$h" | xargs -n1 is-idle || exit 1
echo "$h" | xargs -n1 wipe-disk
