#!/bin/sh
# safe: in all worlds
: >free.txt
for h in "$@"; do is-idle "$h" && echo "$h" >>free.txt; done
while read -r d; do wipe-disk "$d"; done <free.txt
