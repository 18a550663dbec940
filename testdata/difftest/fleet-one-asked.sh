#!/bin/sh
# unsafe: in all worlds
# rule: wrongtarget
ssh h1 is-idle || exit 1
pdsh -w h1,h2 wipe-disk
