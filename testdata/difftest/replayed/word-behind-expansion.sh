#!/bin/bash
while read -r h; do
	ssh -o BatchMode=yes $h sh -s <<REMOTE
busy
case $? in
0) rc1=used ;;
1) rc1=free ;;
esac
if [ "$rc1" = free ]; then wipe-disk; fi
REMOTE
done <<EOF
h1
EOF
