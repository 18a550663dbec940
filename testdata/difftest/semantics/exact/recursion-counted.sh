#!/bin/sh
# unsafe: the function calls itself nine times before it wipes, and asks its guard at the first time only
down() {
	if [ "$1" -eq 0 ]; then
		wipe-disk "$2"
		return
	fi
	[ "$1" -lt 9 ] || is-idle other || exit 1
	down $(($1 - 1)) "$2"
}
down 9 "$1"
