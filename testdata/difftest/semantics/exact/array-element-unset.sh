#!/bin/bash
# unsafe: in some world
a=(d1)
is-idle "${a[0]}" || exit 1
unset 'a[0]'
a+=(d2)
wipe-disk "${a[@]}"
