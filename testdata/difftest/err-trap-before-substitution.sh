#!/bin/bash
# unsafe: in some world
check4() {

	rc1=used

	[ "$rc1" = free ]
	log-it checked
}

trap 'exit 1' ERR
check4 h1
x=$(
	wipe-disk h1
)
