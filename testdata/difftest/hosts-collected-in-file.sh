#!/bin/sh
# safe: in all worlds
: >free.txt
l1=$(ssh -q "$h" list-active) || exit 1
if [ -z "$l1" ]; then echo "$h" >>free.txt; fi
while read -r d; do
	ssh -q "$d" wipe-disk
done <free.txt
