#!/bin/sh
# safe: in all worlds
case $1 in *[!a-z0-9]*) exit 1 ;; esac
ssh -n root@$1 "set -e; is-idle; wipe-disk"
