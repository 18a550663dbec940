#!/bin/sh
# unsafe: in some world
# rule: stalestatus
check4() {
	while is-idle "$1"; do break; done
	if [ $? -eq 0 ]; then return 0; fi
	return 1
}
zap5() {
	wipe-disk "$1"
}
handle7() {
	if check4 "$1"; then
		zap5 "$1"
	fi
}
if [ -z "$1" ]; then
	echo usage >&2
	exit 2
fi
h=$1
handle7 "$h"

