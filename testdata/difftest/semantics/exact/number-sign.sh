#!/bin/bash
n=$(($(count-active "$1") + 0)) || exit 1
[ "$n" -gt 0 ] && exit 1
wipe-disk "$1"
