#!/bin/sh
# unsafe: in some world
flock -n lock.txt pgrep -x mysqld &
pid=$!
wait "$pid"
if [ $? -eq 1 ]; then
	wipe-all
fi
