#!/usr/bin/env bash
# Tears an environment down when the router sends it no more traffic.
set -euo pipefail

API=${ROUTER_API:-http://router.internal}
env=
skip=

usage() {
    cat <<USAGE
usage: ${0##*/} [--skip-check] ENV
runs terraform destroy in envs/ENV
USAGE
    exit 64
}

while [ $# -gt 0 ]; do
    case $1 in
    --skip-check) skip=1 ;;
    -*) usage ;;
    *) env=$1 ;;
    esac
    shift
done
[ -n "$env" ] || usage

if [ -z "$skip" ]; then
    state=$(curl -fsS "$API/envs/$env/state")
    if [ "$state" != drained ] && [ "$state" != idle ]; then
        echo "$env is $state" >&2
        exit 1
    fi
fi

terraform -chdir="envs/$env" destroy -auto-approve
