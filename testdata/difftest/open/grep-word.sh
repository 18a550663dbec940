#!/bin/sh
# unsafe:
state "$1" | grep -w idle && wipe-disk "$1"
