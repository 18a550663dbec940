#!/bin/sh
# Empties a replica's data directory before a new copy is streamed into it.
datadir=/var/lib/mysql
source=$1

if [ -z "$source" ]; then
    echo "usage: $0 SOURCE" >&2
    exit 64
fi

systemctl stop mysql || echo "stop failed, looking at the state" >&2

# The word tells more than the status, which is 3 as long as it is stopping, too.
state=$(systemctl is-active mysql)
if [ "$state" != inactive ]; then
    echo "mysql is not stopped (${state:-no answer})" >&2
    exit 1
fi

echo "emptying $datadir"
rm -rf /var/lib/mysql

mkdir -p "$datadir"
ssh "$source" "xtrabackup --backup --stream=xbstream" | xbstream -x -C "$datadir"
chown -R mysql: "$datadir"
echo "start mysql when the copy has been prepared"
