#!/bin/bash
# safe: in all worlds
check3() { [ "${2:-0}" -lt 3 ] || return 1; [ "$(count-active "$1")" = 0 ] || check3 "$1" $((${2:-0} + 1)); }; check3 "$1" || exit 1; wipe-disk "$1"
