#!/bin/sh
# safe: in all worlds
is-idle "$1" || kill $$
wipe-disk "$1"
