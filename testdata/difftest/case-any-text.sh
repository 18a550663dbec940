#!/bin/bash
# safe: in all worlds
said=$(list-active "$1") || said=failed; case $said in ?*) exit 1 ;; esac; wipe-disk "$1"
