#!/bin/sh
# unsafe: what the host has written into its file is not in the file of the same name here
ssh h1 'is-idle && echo yes > s.txt'
cat s.txt || ssh h1 wipe-disk
