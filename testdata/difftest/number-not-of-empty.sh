#!/bin/bash
n=$(count-active h)
(( ! $n )) || exit 1
wipe-disk h
