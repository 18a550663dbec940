#!/bin/bash
# safe: in all worlds
bash -ec 'is-idle "$1"; wipe-disk "$1"' sh "$1"
