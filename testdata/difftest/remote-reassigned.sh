#!/bin/sh
# unsafe: args ["d1"]
h=$1
l=$(ssh db1 list-active "$h") || exit 1
[ -z "$l" ] || exit 1
h=$2
ssh db1 wipe-disk "$h"
