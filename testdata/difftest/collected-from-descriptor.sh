#!/bin/sh
# safe: in all worlds
busy4() {
	! is-idle "$1"
}
: >free.txt
while read -r h <&3; do
	if ! busy4 $h; then echo "$h" >>free.txt; fi
done 3<<EOF
h1
h2
EOF
while read -r d; do
	wipe-disk "$d"
done <free.txt
