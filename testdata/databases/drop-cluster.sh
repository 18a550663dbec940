#!/bin/bash
# Removes an old PostgreSQL cluster after an upgrade.
set -u

version=${1:?version}
name=${2:-main}
cluster=$version/$name

drained() {
    local said
    said=$(cluster-drained "$cluster")
    if [ $? -ne 0 ]; then
        echo "not drained: ${said:-no answer}" >&2
        return 1
    fi
    echo "drained: $said"
}

drained || exit 1

echo "dropping $cluster"
pg_dropcluster --stop "$version" "$name"
