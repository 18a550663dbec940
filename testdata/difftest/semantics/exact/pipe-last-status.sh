#!/bin/sh
# unsafe: in some world
is-idle "$1" | cat && wipe-disk "$1"
