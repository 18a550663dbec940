#!/bin/bash
# unsafe: in some world
rc=0
busy "$1" || rc=$?
set -o pipefail
if { log-it a; log-it b; log-it c; echo x; } | { [ "$rc" -ne 1 ]; }; then
	exit 1
fi
wipe-disk "$1"
