#!/bin/bash
# unsafe: in some world
check1() { is-idle h || return 1 2; }
check1 || exit 1
wipe-disk h
