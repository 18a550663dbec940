#!/bin/bash
# unsafe: in some world
declare -A m
check() {
count-active "$1"
x=
m[$x]=1
exit 1
}
check "$1"
wipe-disk "$1"
