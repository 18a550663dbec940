#!/bin/sh
# safe: in all worlds
is-idle "$1" || exec false
wipe-disk "$1"
