#!/bin/sh
# safe: in all worlds
check3() {
	s1=$(state "$1" | sed 's:[^a-z0-9-]::g')
	[ "x$s1" = "xidle" ]

}

check3 "$h" || exit 1
wipe-disk "$h"

