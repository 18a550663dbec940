#!/bin/sh
# safe: in all worlds
eval 'is-idle "$1" || exit 1'
wipe-disk "$1"
