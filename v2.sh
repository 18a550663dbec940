#!/bin/bash
IFS=, read -ra hosts <<<"$1"
for h in "${hosts[@]}"; do is-idle "$h" && reinstall-os "$h"; done
