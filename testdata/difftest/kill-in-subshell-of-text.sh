#!/bin/bash
# safe: in all worlds
set -e
sh -c 'is-idle h1 || (kill $$)'
wipe-disk h1
