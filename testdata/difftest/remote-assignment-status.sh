#!/bin/bash
ssh "$1" '# a comment
x=$(is-idle) || exit 1
wipe-disk'
