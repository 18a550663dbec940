#!/bin/sh
# unsafe: in some world
state "$1" | grep -w idle && wipe-disk "$1"
