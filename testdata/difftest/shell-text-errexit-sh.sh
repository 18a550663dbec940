#!/bin/sh
# safe: in all worlds
h=$1
sh -e -u -c 'is-idle "$1"; wipe-disk "$1"' sh "$h"
