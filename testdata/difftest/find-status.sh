#!/bin/sh
# unsafe: the status is 0 whatever the command says
find . -maxdepth 0 -exec is-idle h1 \; || exit 1
wipe-disk h1
