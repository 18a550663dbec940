#!/bin/sh
# unsafe: in some world
for h in "$@"; do
	ssh -n $h "set -e; is-idle; wipe-disk"
done
