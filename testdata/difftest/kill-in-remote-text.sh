#!/bin/bash
# safe: in all worlds
ssh h1 'bash -s' <<'REMOTE' || exit 1
check3() {
s1=$(state)
[ "$s1" = idle ] && return
false
}
check5() {
check3
}
check5 || kill $$
REMOTE
ssh h1 wipe-disk
