#!/bin/sh
# unsafe: in some world
is-idle "$1" &
pid=$!
if (wait "$pid"); then
	exit 1
fi
wipe-disk "$1"
