#!/bin/sh
# unsafe: in some world
check3() (
	n1=$(count-active "$1")
	! [ "${n1:-x}" != 0 ]
)
die6() {

	! exit 1
}

h=${1}p1
check3 "$h" || die6 in-use

wipe-disk $h
