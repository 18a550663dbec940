#!/bin/bash
# safe: in all worlds
trap 'exit 1' ERR
is-idle "$1"
wipe-disk "$1"
