#!/bin/bash
# unsafe: in some world
x=$(is-idle h | cat)
[ ${PIPESTATUS[0]} -eq 0 ] && wipe-disk h
