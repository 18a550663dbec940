#!/bin/sh
# safe: in all worlds
for h in $(is-idle "$1" || echo busy); do
	exit 1
done
wipe-disk "$1"
