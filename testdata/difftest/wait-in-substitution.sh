#!/bin/bash
# unsafe: in some world
is-idle "$1" >/dev/null &
pid=$!
prep
x=$(wait "$pid") || exit 1
wipe-disk "$2"
