#!/bin/sh
# unsafe: in some world
trap : TERM
is-idle "$1" || kill $$
wipe-disk "$1"
