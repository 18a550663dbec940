#!/bin/bash
# safe: in all worlds
check() {
	state "$1" | grep -qx idle
}
run() {
	check "$1"
	wipe-disk "$1"
}
set -o errtrace
trap 'log-it failed; exit 1' ERR
run h1
