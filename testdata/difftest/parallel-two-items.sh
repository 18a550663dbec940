#!/bin/bash
# unsafe: one call gets both items, and looks at the first
parallel -n2 is-idle ::: h1 h2 || exit 1
parallel wipe-disk ::: h1 h2
