#!/bin/sh
# Empties a replica's data directory before a new copy is streamed into it.
datadir=/var/lib/mysql
source=$1

if [ -z "$source" ]; then
    echo "usage: $0 SOURCE" >&2
    exit 64
fi

systemctl stop mysql || echo "stop failed, looking at the state" >&2

systemctl is-active --quiet mysql
state=$?
if [ $state -eq 3 ]; then
    echo "mysql is not stopped (status $state)" >&2
    exit 1
fi

echo "emptying $datadir"
rm -rf /var/lib/mysql

mkdir -p "$datadir"
ssh "$source" "xtrabackup --backup --stream=xbstream" | xbstream -x -C "$datadir"
chown -R mysql: "$datadir"
echo "start mysql when the copy has been prepared"
