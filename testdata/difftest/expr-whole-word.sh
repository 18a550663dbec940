#!/bin/bash
# safe: in all worlds
s=$(state "$1"); expr "$s" : "idle$" >/dev/null || exit 1; wipe-disk "$1"
