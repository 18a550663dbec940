#!/bin/sh
# unsafe: in some world
trap '\wipe-all' EXIT
pgrep -x mysqld
[ $? -eq 1 ] || exit 1
