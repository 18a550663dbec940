#!/bin/sh
# unsafe: in some world
cmd=wipe-disk
{ if prep; then log-it a; fi; } <<EOF && { log-it b || log-it c; } && $cmd "$1"
text
EOF
