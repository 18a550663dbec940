#!/bin/bash
# safe: each host has its own file
echo no > s.txt
ssh h1 'is-idle && echo yes > s.txt' || exit 1
grep -qx no s.txt || ssh h1 wipe-disk
ssh h1 'grep -qx yes s.txt && wipe-disk'
