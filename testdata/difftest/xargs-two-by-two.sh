#!/bin/sh
# unsafe: two names for each call
echo h1 h2 h1 | xargs -n 2 is-idle || exit 1
wipe-disk h2
