#!/bin/sh
# safe: in all worlds
while ! {
	list-active "$1" >l1.txt || exit 1
	l1=$(wc -l <l1.txt)
	[ "$l1" -eq 0 ]
}; do
	sleep 1
done
wipe-disk "$1"
