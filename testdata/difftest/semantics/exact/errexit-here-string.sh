#!/bin/bash
# unsafe: with inherit_errexit set -e ends $( ) behind <<<, also in a condition
shopt -s inherit_errexit
set -e
if {
	read -r rc <<<"$(
		is-idle "$1" >/dev/null
		echo $?
	)"
	[ "$((rc))" -eq 0 ]
}; then
	wipe-disk "$1"
fi
