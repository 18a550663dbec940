#!/bin/sh
# safe: in all worlds
set -e
is-idle "$1"
wipe-disk "$1"
