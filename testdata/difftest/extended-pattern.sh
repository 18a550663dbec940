#!/bin/bash
# safe: in all worlds
s=$(state "$1"); if [[ $s != @(idle) ]]; then exit 1; fi; wipe-disk "$1"
