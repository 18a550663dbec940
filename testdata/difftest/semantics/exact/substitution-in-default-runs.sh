#!/bin/bash
y=
x=${y:-$(is-idle "$1")} || exit 1
wipe-disk "$1"
