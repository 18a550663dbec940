#!/bin/bash
# unsafe: args ["d1"]
is-idle "$1" &
{
	pid=$!
} &
wait "$pid" && exit 1
wipe-disk "$1"
