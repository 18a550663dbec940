#!/bin/sh
# unsafe: in some world
# rule: failopen
if busy "$1"; then exit 1; fi
trap 'wipe-disk "$1"' EXIT
