#!/bin/bash
# unsafe: bash 5.2 gives wait -n the status of a job that had ended before the wait for all of them
for h in h1 h2; do
	is-idle "$h" &
	wait -n && wipe-disk "$h"
	drain &
	wait
done
