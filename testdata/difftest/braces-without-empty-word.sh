#!/bin/bash
# safe: in all worlds
# {,} makes no word, and {01..1} one of two digits
set -- "$1" {,} x{,}{01..1} {3..1..-2}
[ "$#-$2-$3-$4-$5" = "5-x01-x01-3-1" ] && { [ "$(count-active "$1")" = 0 ] || exit 1; }
[ $# = 5 ] || exit 1
wipe-disk "$1"
