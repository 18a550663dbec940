#!/bin/sh
# safe: in all worlds
sh -c 'is-idle "$1"' sh "$1" || exit 1; wipe-disk "$1"
