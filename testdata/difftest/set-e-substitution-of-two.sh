#!/bin/sh
# unsafe: in some world
set -e
n=$(count-active "$1"; prep)
if ! [ "$n" != 0 ]; then wipe-disk h1; fi
