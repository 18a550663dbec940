#!/bin/sh
# unsafe: in some world
n=$(echo 0; prep)
if [ "$n" = 0 ]; then wipe-disk h2; fi
