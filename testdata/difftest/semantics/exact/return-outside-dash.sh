#!/bin/sh
# safe: in all worlds
is-idle "$1" || return 1
wipe-disk "$1"
