#!/bin/bash
# unsafe: in some world
trap 'wipe-disk d1' DEBUG
true
