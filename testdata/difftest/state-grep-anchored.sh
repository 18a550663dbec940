#!/bin/sh
# safe: in all worlds
state "$1" | grep -q '^idle$' && wipe-disk "$1"
