#!/bin/bash
# unsafe: in some world
. <(echo "wipe-disk $1")
