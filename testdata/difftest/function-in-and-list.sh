#!/bin/sh
# unsafe: in some world
f() { log-it a; } && false
if f; then wipe-disk "$1"; fi
