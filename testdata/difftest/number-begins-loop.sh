#!/bin/bash
# unsafe: in some world
for ((i=08; i<10; i++)); do is-idle h || exit 1; done
wipe-disk h
