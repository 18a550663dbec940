#!/bin/bash
# safe: each item is asked about, and each failure counts
parallel -j2 is-idle {} ::: "$@" || exit 1
parallel -j2 'log-it {}; wipe-disk {}' ::: "$@"
