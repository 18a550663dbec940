#!/bin/sh
# unsafe: in some world
set -e
! busy "$1"
wipe-disk "$1"
