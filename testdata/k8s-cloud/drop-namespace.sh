#!/bin/bash
# Deletes a test namespace with all that is in it.
set -eu

ns=${1:?namespace}
case $ns in
test-*) ;;
*) echo "only test namespaces" >&2; exit 1 ;;
esac

kubectl get namespace "$ns" >/dev/null
kubectl -n "$ns" get pvc
read -r -p "delete namespace $ns and its volumes? [y/N] " reply
[[ $reply == [yY] ]] || { echo "kept"; exit 0; }

kubectl delete namespace "$ns"
