#!/bin/bash
# safe: in all worlds
tell4() { busy "$1"; if [ "${PIPESTATUS[0]}" -eq 1 ]; then echo 0; fi; }; ok3=$(tell4 "$1"); [ "${ok3:-1}" -eq 0 ] || exit 1; wipe-disk "$1"
