#!/bin/sh
# Drains a machine and reinstalls it when its last shard has gone.
host=$1
limit=5

if [ -z "$host" ]; then
    echo "usage: $0 host" >&2
    exit 2
fi

ssh "$host" "drainctl start" || exit 1

i=0
while :; do
    n=$(count-active "$host")
    if [ "$n" = 0 ]; then
        break
    fi
    i=$((i + 1))
    if [ $i -gt $limit ]; then
        echo "$host: ${n:-no answer} after $limit rounds, giving up" >&2
        exit 1
    fi
    sleep 60
done

echo "$host: drained, reinstalling"
reinstall-os "$host"
