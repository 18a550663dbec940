#!/bin/sh
# safe: in all worlds
h=h1
set -- -v -t h2 rest
while getopts t:v o; do
	case $o in
	t) h=$OPTARG ;;
	v) ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
is-idle h2 || exit 1
wipe-disk "$h"
