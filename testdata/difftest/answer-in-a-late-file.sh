#!/bin/sh
# The report is read when all is done, and the answer once before.
R=out.txt
for h in "$@"; do
	list-active "$h" >"$R" || continue
	if [ ! -s "$R" ]; then
		wipe-disk "$h"
	fi
done
cat "$R"
