#!/bin/sh
# unsafe: in all worlds
# rule: wrongtarget
ssh db1 is-idle d1 && wipe-disk d1
