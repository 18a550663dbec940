#!/bin/bash
# safe: in all worlds
mapfile -t a < <(pgrep -x mysqld >out.txt; echo $?); rc1=${a[0]}; case $rc1 in 1) ;; *) false ;; esac || exit 1; wipe-all
