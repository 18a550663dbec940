#!/bin/bash
# safe: in all worlds
s=$(state "$1"); case $s in [i]dle) ;; *) exit 1 ;; esac; wipe-disk "$1"
