#!/bin/bash
# unsafe: in some world
ssh "$1" '# a comment
x=$(is-idle) && exit 1
wipe-disk'
