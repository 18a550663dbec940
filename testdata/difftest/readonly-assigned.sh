#!/bin/sh
# safe: in all worlds
readonly x=1
is-idle "$1" || x=2
wipe-disk "$1"
