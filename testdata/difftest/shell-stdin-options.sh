#!/bin/bash
# safe: in all worlds
bash -es -- "$1" <<'END'
is-idle "$1"
wipe-disk "$1"
END
