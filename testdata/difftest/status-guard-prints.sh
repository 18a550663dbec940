#!/bin/sh
# safe: in all worlds
tell() { is-idle "$1" && echo yes; }
[ "$(tell "$1")" = yes ] && wipe-disk "$1"
