#!/bin/sh
# unsafe: in all worlds
# rule: wrongtarget
ssh h1 is-idle && wipe-disk
