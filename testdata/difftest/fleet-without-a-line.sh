#!/bin/bash
# unsafe: pssh itself fails and prints nothing
if [ -z "$(pssh -H "$1" -i is-idle)" ]; then
	pssh -H "$1" wipe-disk
fi
