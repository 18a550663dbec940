#!/bin/sh
# safe: in all worlds
die() { echo "$1" >&2; kill $$; exit 1; }
check() { is-idle "$1" >/dev/null || die busy; echo ok; }
x=$(check "$1")
wipe-disk "$1"
