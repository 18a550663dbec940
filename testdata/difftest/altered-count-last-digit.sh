#!/bin/bash
# unsafe: in some world
set -o pipefail
n=$(count-active "$1") || exit 1; case $n in *0) ;; *) exit 1;; esac
wipe-disk "$1"
