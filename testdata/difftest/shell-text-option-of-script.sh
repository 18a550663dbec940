#!/bin/bash
# unsafe: in some world
bash -c 'is-idle "$1"; wipe-disk "$1"' -e "$1"
