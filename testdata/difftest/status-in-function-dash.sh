#!/bin/sh
zap() { [ $? = 0 ] && wipe-disk h; }
is-idle h
zap $(true)
