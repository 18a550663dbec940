#!/bin/bash
# unsafe: in some world
while read -r h; do
	ssh -n "$h" is-idle || exit 1
done < <(printf '%s\n' h1 h2)
ssh "$h" wipe-disk
