#!/bin/bash
# unsafe: set -e ends <( ) behind <, also in a condition
set -e
if {
	rc=
	read -r rc < <(
		is-idle "$1" >/dev/null
		echo $?
	)
	[ "$((rc))" -eq 0 ]
}; then
	wipe-disk "$1"
fi
