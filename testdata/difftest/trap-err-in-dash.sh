#!/bin/sh
# unsafe: in some world
check() {
	pgrep -x mysqld &
	wait $!
	trap 'set +e' ERR
	[ $? -eq 1 ]
}
check || exit 1
wipe-all
