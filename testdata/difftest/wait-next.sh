#!/bin/bash
# safe: in all worlds
is-idle "$1" & if ! wait -n; then exit 1; fi; wipe-disk "$1"
