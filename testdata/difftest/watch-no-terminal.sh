#!/bin/bash
# unsafe: its own failure has the status that means idle
watch -te busy h1
[ $? -eq 1 ] && wipe-disk h1
