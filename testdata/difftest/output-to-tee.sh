#!/bin/sh
# safe: in all worlds
{
	while [ $# -gt 1 ]; do
		case $1 in
		-v) note verbose ;;
		esac
		shift
	done
	h=$1
	if [ "$MODE" = slow ]; then
		log-it slow
	elif is-idle "$h"; then
		wipe-disk "$h"
	else
		log-it busy
	fi
} | tee out.txt
