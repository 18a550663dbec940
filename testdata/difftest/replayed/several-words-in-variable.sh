#!/bin/bash
if echo "$disk" | xargs -n1 busy; then exit 1; fi
echo "$disk" | xargs -n1 wipe-disk
