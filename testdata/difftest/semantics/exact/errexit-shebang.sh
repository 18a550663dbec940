#!/bin/sh -e
# safe: in all worlds
is-idle "$1"
wipe-disk "$1"
