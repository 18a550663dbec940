#!/bin/bash
# safe: in all worlds
check4() {
	is-idle "$1"
}
: >free.txt
while [ $# -gt 0 ]; do
    h=$1
	shift
	if check4 "$h"; then echo "$h" >>free.txt; fi
done
while read -r d; do
	wipe-disk "$d"
done <free.txt
