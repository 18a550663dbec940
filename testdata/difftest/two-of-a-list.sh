#!/bin/bash
# unsafe: a third one is asked by nobody
# args: d1 d2 d3
list-active "$1" >out.txt || exit 1
[ ! -s out.txt ] || exit 1
list-active "$2" >out.txt || exit 1
[ ! -s out.txt ] || exit 1
for h in "$@"; do
	wipe-disk "$h"
done
