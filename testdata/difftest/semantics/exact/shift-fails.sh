#!/bin/bash
# unsafe: without a parameter shift has the status 1
pgrep -x mysqld >/dev/null
shift
case $? in
0) exit 1 ;;
1) wipe-all ;;
esac
