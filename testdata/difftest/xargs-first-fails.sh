#!/bin/sh
# safe: in all worlds
printf '%s\n' h1 h2 | xargs -n1 is-idle || exit 1
printf '%s\n' h1 h2 | xargs -n1 wipe-disk
