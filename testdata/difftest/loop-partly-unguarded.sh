#!/bin/sh
# unsafe: in some world
# rule: unguarded
for h in h1 h2; do
if prep; then is-idle "$h" || exit 1; fi
wipe-disk "$h"
done
