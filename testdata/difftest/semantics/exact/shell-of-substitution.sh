#!/bin/bash
# unsafe: in some world
bash <(echo "wipe-disk $1")
