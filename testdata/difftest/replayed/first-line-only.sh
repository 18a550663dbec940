#!/bin/bash
set -e
h=$1
ssh -o BatchMode=yes "$h" bash -s <<'REMOTE'
check3() {
mapfile -t a < <(state)
s1=${a[0]}
if ! [[ $s1 != idle ]]; then return 0; fi
return 1
}
check3 || kill $$
wipe-disk || log-it failed
REMOTE
