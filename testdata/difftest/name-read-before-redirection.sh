#!/bin/bash
# unsafe: in some world
while read -r h; do
	$cmd -n "$h" wipe-disk
	cmd=ssh
done < <(if prep; then echo h1; fi; echo h2)
