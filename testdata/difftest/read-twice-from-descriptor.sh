#!/bin/sh
# unsafe: in some world
is-idle h1 || exit 1
printf 'h1\nh2\n' >list
exec 3<list
read -r a <&3
read -r b <&3
wipe-disk "$b"
