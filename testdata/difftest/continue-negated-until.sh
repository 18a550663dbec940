#!/bin/bash
# unsafe: in some world
n=0
until [ "$n" -gt 2 ] || ! { n=$((n + 1)); continue; }; do
	sleep 1
done
wipe-disk h1
