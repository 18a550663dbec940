#!/bin/sh
# unsafe: in all worlds
ssh h1 "[ $(count-active) = 0 ] && wipe-disk"
