#!/bin/sh
# safe: in all worlds
set -e
{
until ! [ "$(state "$1")" != idle ]; do ! sleep 1; done
wipe-disk "$1"
} | tee out.txt
