#!/bin/bash
find . -maxdepth 0 -exec is-idle "$1" \; || exit 1
wipe-disk "$1"
