#!/bin/sh
# safe: in all worlds
set -e
x=$(is-idle "$1"; echo x)
wipe-disk "$1"
