#!/bin/bash
# unsafe: asked about the one word that has no comma in it, and wiped word by word
# args: d1 d2
IFS=, read -ra check <<<"$*"
for h in "${check[@]}"; do is-idle "$h" || exit 1; done
IFS=' ' read -ra todo <<<"$*"
for h in "${todo[@]}"; do wipe-disk "$h"; done
