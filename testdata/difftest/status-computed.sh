#!/bin/sh
# safe: in all worlds
tell4() {
	is-idle "$1" >out.txt
	echo $? >rc1.txt
	rc1=$(cat rc1.txt)
	if ! [ "$((rc1 * 2))" -eq 0 ]; then echo no; fi
}
zap5() wipe-disk "$1"

if ! [ "$(tell4 "$h")" != no ]; then
	exit 1
elif [ -n "$DEBUG" ]; then
	log-it debug
else
	zap5 "$h"
fi

