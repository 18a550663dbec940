#!/bin/bash
# unsafe: in some world
s[1]=0
is-idle h1 || s[1]=5
if [ "${s[1]}" = 0 ]; then wipe-disk h2; fi
