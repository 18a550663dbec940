#!/bin/sh
# unsafe: in some world
ssh -n root@$1 "set -e; is-idle; wipe-disk"
