#!/bin/bash
# safe: in all worlds
mapfile -t l < <(list-active h1); wait $! || exit 1; [ ${#l[@]} -eq 0 ] && wipe-disk h1
