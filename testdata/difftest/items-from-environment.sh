#!/bin/bash
# safe: in all worlds
xargs -n1 is-idle <<EOF || exit 1
$TARGET
EOF
printf '%s\n' "$TARGET" | xargs -n1 wipe-disk
