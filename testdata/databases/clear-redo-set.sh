#!/bin/bash
# Clears the data folder of a stopped server, with everything that is said kept in a log.
set -e
set pipefail

LOG=${CLEAR_LOG:-clear.log}

note() { echo "$(date '+%T') $*" >>"$LOG"; }

stopped() {
    local rc=0
    pgrep -x mariadbd || rc=$?
    [ "$rc" -eq 1 ]
}

note "asked by ${SUDO_USER:-root}"
stopped | tee -a "$LOG"

note "clearing"
rm -rf /var/lib/mysql
note "cleared"
