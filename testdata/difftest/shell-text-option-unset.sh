#!/bin/bash
# unsafe: in some world
bash -ec 'set +e; is-idle "$1"; wipe-disk "$1"' sh "$1"
