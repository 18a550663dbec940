#!/bin/sh
# safe: in all worlds
find . -maxdepth 0 -exec is-idle h1 \; -exec wipe-disk h1 \;
