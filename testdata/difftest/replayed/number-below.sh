#!/bin/bash
{ if busy "$1"; then n=1; else n=0; fi; } &
[ "${n:-1}" -lt 0 ] || exit 1
wipe-disk "$1"
