#!/bin/bash
check1() { is-idle h || exit 1; }
unset -v check1
check1
wipe-disk h
