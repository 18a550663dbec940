#!/bin/bash
# safe: in all worlds
guard() {
busy "$1"
[ $? -eq 1 ]
}
while [ $# -gt 0 ]; do
h=$1
shift
guard $h || exit 1
wipe-disk $h
done
