#!/bin/bash
# unsafe: in some world
codes=$(awk 'BEGIN { print "1 2" }')
exit $codes
wipe-disk "$1"
