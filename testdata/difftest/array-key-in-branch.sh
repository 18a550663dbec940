#!/bin/bash
# unsafe: in some world
declare -A s
s[a]=0
is-idle h1 || s[a]=$?
[ "${s[a]}" -ne 0 ] && exit 1
wipe-disk h2
