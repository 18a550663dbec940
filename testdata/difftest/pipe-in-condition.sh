#!/bin/sh
# unsafe: in some world
# rule: pipemask
set -e
check() {
is-idle "$1" | tee out.txt
if [ $? -ne 0 ]; then return 1; fi
}
while check h1; do
wipe-disk h1
break
done
