#!/bin/sh
# safe: in all worlds
is-idle "$1" || false && wipe-disk "$1"
