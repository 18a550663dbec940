#!/bin/bash
# safe: in all worlds
is-idle "$1" | cat
[ "${PIPESTATUS[0]}" -eq 0 ] || exit 1
wipe-disk "$1"
