#!/bin/bash
# unsafe: in some world
set -e
is-idle h || exit 1 2
wipe-disk h
