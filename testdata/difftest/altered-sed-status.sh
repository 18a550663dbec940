#!/bin/bash
# unsafe: in some world
if printf 'x\n' | sed 'q3'; then exit 1; fi
wipe-disk "$1"
