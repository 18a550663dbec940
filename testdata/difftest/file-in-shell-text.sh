#!/bin/sh
# safe: in all worlds
set -- h1 h2

sh -c 'check3() {
l1=$(list-active "$1") || l1=failed
[ -z "$l1" ]
}
echo no > ok4.txt
if check3 "$1"; then echo yes > ok4.txt; fi
grep -qx yes ok4.txt || exit 1
wipe-disk "$1"' sh $h

