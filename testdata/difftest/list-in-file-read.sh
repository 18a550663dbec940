#!/bin/bash
# safe: in all worlds
list-active h1 > l1.txt || exit 1; l1=no; while read -r x; do l1=yes; done < l1.txt; [ "$l1" = no ] || exit 1; wipe-disk h1
