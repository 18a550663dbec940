#!/bin/sh
# safe: in all worlds
g=$(awk 'BEGIN { print "is-idle" }')
$g "$1" || exit 1
wipe-disk "$1"
