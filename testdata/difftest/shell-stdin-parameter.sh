#!/bin/sh
# safe: in all worlds
handle5() { sh -s "$1" <<'SCRIPT'
check3() { l1=$(list-active "$1") || l1=failed; [ "x$l1" = x ]; }
check3 "$1" || exit 1; wipe-disk "$1"
SCRIPT
}
handle5 h1
