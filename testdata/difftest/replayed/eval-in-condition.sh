#!/bin/bash
set -e
cmd=pgrep
! eval "$cmd -x mysqld" || exit 1
wipe-all
