#!/bin/sh
# unsafe: in some world
kubectl exec -n web h1 -- busy >/dev/null
[ $? -eq 1 ] || exit 1
kubectl exec -n web h1 -- wipe-disk
