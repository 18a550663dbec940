#!/bin/bash
# unsafe: args ["d1"]
readonly x=1
if is-idle "$1"; then :; else x=2; exit 1; fi
wipe-disk "$1"
