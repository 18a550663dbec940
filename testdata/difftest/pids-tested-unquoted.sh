#!/bin/bash
# unsafe: in some world
p=$(pgrep -x mysqld); r=$?
[ $r -le 1 ] || exit 1
if [ $p ]; then exit 1; fi
wipe-all
