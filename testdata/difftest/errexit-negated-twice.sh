#!/bin/bash
# unsafe: in some world
# rule: errexitoff
set -o errexit
h=${1:-h1}
rc1=$(
	busy "$h" >/dev/null
	echo $?
)
! { ! test "$rc1" -eq 1; }
wipe-disk "$h"

