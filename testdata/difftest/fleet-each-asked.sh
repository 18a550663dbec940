#!/bin/sh
# safe: in all worlds
ssh h1 is-idle || exit 1
ssh h2 is-idle || exit 1
ansible h1,h2 -m shell -a wipe-disk
