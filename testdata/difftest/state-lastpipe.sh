#!/bin/bash
# safe: in all worlds
shopt -s lastpipe
state "$1" | read -r s
[ "$s" = idle ] && wipe-disk "$1"
