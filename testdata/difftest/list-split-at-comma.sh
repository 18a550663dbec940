#!/bin/bash
# safe: in all worlds
# args: d1,d2
IFS=, read -ra hosts <<<"$1"
for h in "${hosts[@]}"; do is-idle "$h" || exit 1; done
for h in "${hosts[@]}"; do wipe-disk "$h"; done
