#!/bin/bash
l1=$(list-active "$1") || exit 1
[ "${#l1}" -eq 2 ] || exit 1
wipe-disk "$1"
