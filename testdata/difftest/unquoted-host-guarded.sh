#!/bin/sh
# safe: in all worlds
ssh -n $1 "is-idle || exit 1; wipe-disk"
