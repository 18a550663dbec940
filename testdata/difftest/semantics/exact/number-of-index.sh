#!/bin/bash
# unsafe: in some world
i=08
check() {
a[i]=1
is-idle "$1" || exit 1
}
check "$1"
wipe-disk "$1"
