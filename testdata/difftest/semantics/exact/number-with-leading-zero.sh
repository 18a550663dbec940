#!/bin/bash
# unsafe: in some world
check() {
i=08
i=$((i + 1))
is-idle "$1" || exit 1
}
check "$1"
wipe-disk "$1"
