#!/bin/sh
# safe: in all worlds
handle() {
	sh -s "$1" <<'EOF'
is-idle "$1" || exit 1
wipe-disk "$1"
EOF
}
h=$1
while getopts t: o; do
	h=$OPTARG
done
handle "$h"
