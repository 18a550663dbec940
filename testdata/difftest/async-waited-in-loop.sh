#!/bin/sh
# safe: in all worlds
until
is-idle "$1" &
pid=$!
wait "$pid"
do
sleep 1
done
wipe-disk "$1"
