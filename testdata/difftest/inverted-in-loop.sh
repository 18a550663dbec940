#!/bin/sh
# unsafe: in some world
# rule: inverted
for h; do
busy "$h" && wipe-disk "$h"
done
