#!/bin/bash
case $1 in d*) h=${1}p1 ;; *) h=${1}1 ;; esac
case "$h" in *1) is-idle "$h" || exit 1 ;; *) busy "$h" || echo busy ;; esac
wipe-disk "$h"
