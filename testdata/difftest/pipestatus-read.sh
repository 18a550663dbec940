#!/bin/bash
# unsafe: in some world
# rule: ignored
check() {
pgrep -x mysqld | cat
if ! [ "${PIPESTATUS[0]}" -eq 1 ]; then log-it in-use; fi
return 0
}
check || exit 1
wipe-all
