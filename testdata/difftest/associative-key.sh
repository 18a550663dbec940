#!/bin/bash
# safe: in all worlds
tell() { local -A good=([idle]=1); [ "${good[${1:-none}]:-0}" = 1 ]; }; s=$(state h1); tell "$s" && wipe-disk h1
