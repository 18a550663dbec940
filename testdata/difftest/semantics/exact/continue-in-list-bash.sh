#!/bin/bash
# unsafe: the loop runs for no host, since continue ends the substitution that lists them
for h in $(continue; echo "$1"); do
	is-idle "$h" || exit 1
done
wipe-disk "$1"
