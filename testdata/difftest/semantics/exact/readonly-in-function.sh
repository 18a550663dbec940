#!/bin/bash
# safe: in all worlds
readonly x=1
f() { is-idle "$1" || { x=2; }; wipe-disk "$1"; }
f "$1"
