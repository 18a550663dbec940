#!/bin/bash
# safe: in all worlds
set -o pipefail
is-idle "$1" | cat || exit 1
wipe-disk "$1"
