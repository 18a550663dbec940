#!/bin/bash
# safe: in all worlds
set -e
shopt -s inherit_errexit
x=$(is-idle "$1"; echo x)
wipe-disk "$1"
