#!/bin/bash
# unsafe: in some world
check4() {
	is-idle "$1"

	return 0
}
run6() {

	"$@"
}
zap7() {
	run6 wipe-disk "$1"
}

trap 'exit 1' ERR
check4 "$h"
zap7 "$h"
