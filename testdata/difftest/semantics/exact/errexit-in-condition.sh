#!/bin/sh
# unsafe: in some world
set -e
f() { is-idle "$1"; true; }
if f "$1"; then wipe-disk "$1"; fi
