#!/bin/bash
# unsafe: in some world
# rule: failopen
l=$(list-active "$1")
[[ $l != *[!\ ]* ]] || exit 1
wipe-disk "$1"
