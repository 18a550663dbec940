#!/bin/bash
# safe: in all worlds
check() {
	is-idle "$1" &
	wait -n
}
while read -r h; do
	if check "$h"; then
		wipe-disk "$h"
	fi
done < <(printf '%s\n' h1 h2)
