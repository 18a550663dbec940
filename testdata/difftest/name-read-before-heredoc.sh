#!/bin/bash
# unsafe: in some world
cmd=wipe-disk
{
	$cmd "$1"
} <<EOF
$(if prep; then log-it a; else log-it b; fi; log-it c)
EOF
