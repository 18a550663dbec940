#!/bin/sh
# unsafe: args d1 d2 d3 d4
i=0
while [ $# -gt 0 ]; do
h=$1
shift
if [ $i -lt 3 ]; then is-idle "$h" || exit 1; fi
wipe-disk "$h"
i=$((i + 1))
done
