#!/bin/sh
# Purges the server's data when the package is purged and the administrator agreed.
set -e

answer=no
if [ -t 0 ] || [ -n "$PURGE_FROM_STDIN" ]; then
    printf 'Remove all databases? Type PURGE: '
    read -r answer || answer=no
fi

case $1 in
purge)
    if [ "$answer" = PURGE ]; then
        rm -rf /var/lib/mysql
    else
        echo "databases kept in /var/lib/mysql"
    fi
    ;;
remove | upgrade)
    echo "nothing to do for $1"
    ;;
esac
