#!/bin/bash
# Asks a library, and clears what it may.
. ./lib.sh
host=$1
check_idle "$host" || true
reinstall-os "$host"
$TOOL --all
