#!/bin/bash
# unsafe: in some world
for h in h1 h2; do
	while ! { continue; }; do
		sleep 1
	done
	wipe-disk "$h"
done
