#!/bin/bash
# safe: in all worlds
count-active "$1" >n1.txt; n1=; exec 3<n1.txt; read -r n1 <&3; exec 3<&-; [ "$n1" = 0 ] || exit 1; wipe-disk "$1"
