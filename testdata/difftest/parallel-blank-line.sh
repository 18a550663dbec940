#!/bin/bash
echo "$1" | parallel -k is-idle || exit 1
echo "$1" | parallel -j 1 wipe-disk
