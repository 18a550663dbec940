#!/bin/bash
while read -r h; do
	is-idle "$h" || (exit 1)
	wipe-disk "$h"
done <hosts.txt
