#!/bin/bash
# safe: in all worlds
rc1=unknown
pgrep -x mysqld >/dev/null
case $? in 1) rc1=free ;; esac
[ "$rc1" = free ] || exit 1
wipe-all
