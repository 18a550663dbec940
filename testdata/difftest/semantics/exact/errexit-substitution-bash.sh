#!/bin/bash
# unsafe: in some world
set -e
x=$(is-idle "$1"; echo x)
wipe-disk "$1"
