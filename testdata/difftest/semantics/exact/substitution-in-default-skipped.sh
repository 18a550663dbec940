#!/bin/bash
# unsafe: in some world
y=1
x=${y:-$(is-idle "$1")} || exit 1
wipe-disk "$1"
