#!/bin/bash
# safe: in all worlds
s=$(state "$1")
[[ "$s" =~ ^idle$ ]] && wipe-disk "$1"
