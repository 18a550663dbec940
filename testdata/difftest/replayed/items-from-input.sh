#!/bin/bash
echo h1 | xargs -n1 is-idle || exit 1
xargs -n1 wipe-disk
