#!/bin/sh
# unsafe: in some world
echo no >answer.txt
awk -v file=answer.txt 'BEGIN { print "yes" > file }' answer.txt
read -r go <answer.txt
[ "$go" = yes ] && wipe-disk "$1"
