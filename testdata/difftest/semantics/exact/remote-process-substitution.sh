#!/bin/bash
ssh h1 bash -s <<'REMOTE'
read -r l1 < <(list-active || echo failed)
if [ -z "$l1" ]; then
wipe-disk
fi
REMOTE
