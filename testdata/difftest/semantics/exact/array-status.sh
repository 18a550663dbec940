#!/bin/bash
set -e
l1=($(list-active "$1"))
if ((${#l1[@]} > 0)); then exit 1; fi
wipe-disk "$1"
