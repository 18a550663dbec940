#!/bin/bash
# unsafe: in some world
bash -c 'is-idle "$1"' bash "$1" || exit 1
wipe-disk ""
