#!/bin/sh
# unsafe: in some world
sh -c "n=\"\$(count-active h1)\"
case \$n in 3) exit 1 ;; esac
wipe-disk h1"
