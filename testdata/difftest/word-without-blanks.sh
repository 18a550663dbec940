#!/bin/bash
# safe: in all worlds
s1=$(state "$1"); s1=${s1%% *}; case "$s1" in idle) ;; *) exit 1 ;; esac; wipe-disk "$1"
