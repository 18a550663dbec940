#!/bin/sh
# safe: in all worlds
read -r s <<EOF
$(state "$1")
EOF
[ "$s" = idle ] && wipe-disk "$1"
