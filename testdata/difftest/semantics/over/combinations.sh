#!/bin/sh
# safe: in all worlds
a=0; b=0; c=0; d=0; e=0
prep && a=1
v=$a
note && b=1
w=$b
flaky && c=1
x=$c
drain && d=1
y=$d
notify && e=1
z=$e
log-it
if [ "$a$b$c$d$e" = "$v$w$x$y$z" ]; then is-idle "$1" || exit 1; fi
wipe-disk "$1"
