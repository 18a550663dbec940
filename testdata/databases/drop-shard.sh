#!/bin/sh
# Drops a shard's database once the shard has been moved elsewhere.
# usage: drop-shard.sh SHARD
set -u

shard=$1
api=${SHARD_API:-http://shards.internal/v1}

fail() {
    echo "drop-shard: $shard: $*" >&2
    exit 1
}

state=$(curl -fsS --max-time 10 "$api/shards/$shard/state")

case $state in
idle | drained)
    echo "$shard is $state"
    ;;
*)
    fail "state is ${state:-unknown}"
    ;;
esac

mysql -e "DROP DATABASE $shard" || fail "not dropped"
echo "$shard dropped"
