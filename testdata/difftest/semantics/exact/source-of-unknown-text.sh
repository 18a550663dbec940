#!/bin/bash
# unsafe: in some world
do_wipe=no disks=()
awk 'BEGIN { print "do_wipe=yes; disks=(d1)" }' >site.conf
. site.conf
[ "$do_wipe" = yes ] && wipe-disk "${disks[0]}"
