#!/bin/bash
# unsafe: in some world
# rule: ignored
# set -E lets functions inherit the ERR trap, but the handler's own failures run it no second time
set -E
report() {
	note "$1"
	log-it failed
}
trap 'report "$LINENO"' ERR
is-idle "$1"
wipe-disk "$1"
