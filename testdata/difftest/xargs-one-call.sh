#!/bin/sh
# unsafe: the guard is called once, with both names, and looks at the first one
echo h1 h2 | xargs is-idle || exit 1
wipe-disk h2
