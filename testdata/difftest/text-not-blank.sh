#!/bin/bash
# safe: in all worlds
l=$(list-active "$1") || exit 3
if [[ $l == *[![:space:]]* ]]; then exit 1; fi
wipe-disk "$1"
