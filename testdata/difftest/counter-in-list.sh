#!/bin/bash
# unsafe: args d1 d2 d3 d4
n=0
for h in "$@"; do
n=$((n + 1))
if [ $n -le 3 ]; then is-idle "$h" || exit 1; fi
wipe-disk "$h"
done
