#!/bin/bash
# unsafe: in some world
h=d1
is-idle "$h" || exit 1
declare -n r=h
r=d2
wipe-disk "$h"
