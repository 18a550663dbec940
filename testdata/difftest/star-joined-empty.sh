#!/bin/bash
IFS=
set -- h 1
is-idle "$*" || exit 1
wipe-disk h1
