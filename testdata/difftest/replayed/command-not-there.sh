#!/bin/bash
if command -v sed >/dev/null; then is-idle "$1" || exit 1; fi
wipe-disk "$1"
