#!/bin/bash
# unsafe: in some world
l=$(list-active "$1") || exit 3
[[ $l == *[^[:space:]]* ]] || exit 1
wipe-disk "$1"
