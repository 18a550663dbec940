#!/bin/bash
# safe: in all worlds
busy "$1"; printf -v rc %d $?; [ "$rc" -eq 1 ] || exit 1; wipe-disk "$1"
