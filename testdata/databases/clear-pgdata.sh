#!/bin/bash
# clear-pgdata DIR: empties the data folder of a stopped server before a base backup is taken into it.

usage() {
    echo "usage: ${0##*/} DIR [PRIMARY]" >&2
    exit 64
}

pgdata=$1
primary=${2:-pg1}
[ -n "$pgdata" ] || usage

systemctl is-active --quiet postgresql
case $? in
3)
    echo "postgresql is stopped"
    ;;
*)
    echo "postgresql is running, or its state is unknown" >&2
    exit 1
    ;;
esac

echo "emptying $pgdata"
rm -rf "$pgdata"/*

pg_basebackup -h "$primary" -D "$pgdata" -R -X stream
