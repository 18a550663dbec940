#!/bin/bash
set -o pipefail
rc=0
busy "$1" || rc=$?
if echo "$rc" | { read -r x; [ "$x" -ne 1 ]; }; then exit 1; fi
wipe-disk "$1"
