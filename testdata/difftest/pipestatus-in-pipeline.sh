#!/bin/bash
# unsafe: args ["d1"]
busy h8 | cat
echo x | {
	[ "${PIPESTATUS[0]}" -eq 1 ] || exit 1
	wipe-disk "$1"
}
