#!/bin/bash
# safe: in all worlds
x=$1
y=${x::2}
n=${x:0:3}
is-idle "${y:-$n}" || exit 1
wipe-disk "${y:-$n}"
