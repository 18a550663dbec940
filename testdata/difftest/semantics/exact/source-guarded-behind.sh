#!/bin/bash
# safe: in all worlds
host=$1
awk 'BEGIN { print "set +e; host=d1" }' >site.conf
. site.conf
is-idle "$host" || exit 1
wipe-disk "$host"
