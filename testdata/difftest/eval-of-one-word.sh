#!/bin/sh
# unsafe: in some world
go=true
eval "$go;wipe-all"
