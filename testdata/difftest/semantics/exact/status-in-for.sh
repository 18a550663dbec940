#!/bin/bash
# unsafe: in some world
is-idle "$1"
for d in "$1"; do [ $? -ne 0 ] && wipe-disk "$d"; done
