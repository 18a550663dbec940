#!/bin/sh
# safe: in all worlds
zap() {
	wipe-disk "$1"
}
for h in "$@"; do
	is-idle $h
	if [ $? -eq 0 ]; then
		zap $h
	fi
done
