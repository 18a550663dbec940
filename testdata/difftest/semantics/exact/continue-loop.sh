#!/bin/sh
# safe: in all worlds
for h in "$@"; do
is-idle "$h" || continue
wipe-disk "$h"
done
