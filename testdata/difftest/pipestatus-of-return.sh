#!/bin/bash
check1() { is-idle h; r=$?; log-it x; return $r; }
check1
[ ${PIPESTATUS[0]} -eq 0 ] && wipe-disk h
