#!/bin/bash
# unsafe: nothing is asked
parallel --dry-run is-idle ::: h1 || exit 1
wipe-disk h1
