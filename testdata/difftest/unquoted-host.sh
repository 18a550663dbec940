#!/bin/bash
# unsafe: an empty parameter without quotes is no word, and ssh takes the next one for the host
ssh -nq "$1" sudo is-idle || exit 1
ssh -q $1 sudo wipe-disk
