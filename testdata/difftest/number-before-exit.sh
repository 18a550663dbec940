#!/bin/bash
# unsafe: in some world
i=08
is-idle h || { echo $((i)); exit 1; }
wipe-disk h
