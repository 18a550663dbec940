#!/bin/bash
ssh "$1" sh -s <<'REMOTE'
busy
[ $? -eq 1 ] || exit 1
wipe-disk h9
REMOTE
