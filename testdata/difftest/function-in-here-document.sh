#!/bin/bash
# safe: in all worlds
bash -s "$1" <<'SCRIPT' 
function say2 {
count-active "$1"
}
ok4=no
ok3=no
n1=$(say2 "$1")
if [ "$n1" -eq 0 ]; then ok3=yes; fi
if [ "$ok3" = yes ]; then ok4=yes; fi
[ "$ok4" = yes ] || exit 1
wipe-disk "$1"
SCRIPT
