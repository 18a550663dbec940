#!/bin/sh
# unsafe: in some world
read -r x <<EOF
a\"b
EOF
case $x in
a???) wipe-all ;;
esac
