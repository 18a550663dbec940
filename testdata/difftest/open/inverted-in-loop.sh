#!/bin/sh
# unsafe:
# rule: inverted
for h; do
busy "$h" && wipe-disk "$h"
done
