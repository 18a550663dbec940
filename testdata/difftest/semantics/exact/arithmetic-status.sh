#!/bin/bash
# safe: in all worlds
n=$(count-active "$1") || exit 1
((n)) && exit 1
wipe-disk "$1"
