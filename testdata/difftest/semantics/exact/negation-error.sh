#!/bin/sh
# unsafe: in some world
if ! busy "$1"; then wipe-disk "$1"; fi
