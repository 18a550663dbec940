#!/bin/sh
# unsafe: args ["d1"]
ssh db1 is-idle h8 || exit 1
ssh db1 wipe-disk "$1"
