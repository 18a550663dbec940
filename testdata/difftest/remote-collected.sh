#!/bin/sh
# safe: in all worlds
: > free.txt
for h; do
	n1=$(ssh -n db1 count-active "$h") || n1=99
	if ! [ "$n1" -gt 0 ]; then echo "$h" >> free.txt; fi
done
while read -r d; do
	ssh -n db1 wipe-disk "$d"
done < free.txt
