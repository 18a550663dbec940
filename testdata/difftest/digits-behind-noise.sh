#!/bin/sh
# safe: in all worlds
tell4() {
	rc1=no
	is-idle "$1" && rc1=yes
	if [ "$rc1" = yes ]; then
		echo 0
	else
		echo 1
	fi
}
ok3=$(tell4 "$1")
[ "${ok3:-1}" -eq 0 ] || exit 1
wipe-disk "$1"
