#!/bin/sh
is-idle h
for d in h; do [ $? -eq 0 ] && wipe-disk $d; done
