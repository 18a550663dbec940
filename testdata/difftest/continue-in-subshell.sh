#!/bin/bash
# unsafe: in some world
for h in h1 h2; do
	( is-idle "$h" || continue; wipe-disk "$h" )
done
