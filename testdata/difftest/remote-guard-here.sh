#!/bin/sh
# unsafe: in all worlds
# rule: wrongtarget
is-idle || exit 1
ssh h1 wipe-disk
