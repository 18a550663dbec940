#!/bin/bash
# delete-pvc NAMESPACE CLAIM: deletes a claim, and with it the volume, that no pod mounts.
set -uo pipefail

ns=${1:?namespace} claim=${2:?claim}

pods=$(kubectl -n "$ns" get pods -l "claim=$claim" -o name)
if [ $? -ne 0 ]; then
    echo "cannot list the pods of $ns" >&2
    exit 1
fi
if [ -n "$pods" ]; then
    printf 'still mounted by:\n%s\n' "$pods" >&2
    exit 1
fi

echo "deleting $ns/$claim"
kubectl -n "$ns" delete pvc "$claim" --wait=false
