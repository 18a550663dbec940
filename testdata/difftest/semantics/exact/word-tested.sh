#!/bin/sh
# unsafe: in some world
if [ is-idle ]; then wipe-disk "$1"; fi
