#!/bin/sh
# safe: in all worlds
for a in 1 2; do
for b in 1 2; do is-idle d1 || break 2; wipe-disk d1; done
done
