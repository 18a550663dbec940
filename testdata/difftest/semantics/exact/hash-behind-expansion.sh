#!/bin/bash
# unsafe: in some world
tag=x
(: ${tag}#; wipe-disk "$1"
)
