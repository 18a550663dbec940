#!/bin/bash
set -e
readonly h=x
is-idle "$1" || unset h
wipe-disk "$1"
