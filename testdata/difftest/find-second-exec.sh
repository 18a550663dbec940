#!/bin/sh
# unsafe: in all worlds
find . -maxdepth 0 -exec log-it x \; -exec wipe-disk h1 \;
