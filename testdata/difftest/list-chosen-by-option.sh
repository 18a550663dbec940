#!/bin/sh
# safe: in all worlds
# args: d1
# args: racks
LIST=hosts.txt
printf 'd1 rack7\n' >hosts.txt
printf 'd3 rack8\n' >racks.txt
[ "$1" = racks ] && LIST=racks.txt
while read -r h rest; do
	is-idle "$h" && wipe-disk "$h"
done <"$LIST"
