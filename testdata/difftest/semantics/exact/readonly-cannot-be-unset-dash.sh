#!/bin/sh
readonly h
is-idle "$1" || unset h
wipe-disk "$1"
