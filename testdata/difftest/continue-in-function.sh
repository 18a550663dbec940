#!/bin/bash
# unsafe: in some world
handle5() {
	continue
	wipe-disk "$1"
}
for h in h2; do
	handle5 h1 &
done
