#!/bin/bash
# drop-db NAME: drops a database that nobody is connected to.
set -uo pipefail

db=${1:?usage: drop-db NAME}
PGHOST=${PGHOST:-localhost}
export PGHOST

err() { echo "drop-db: $*" >&2; }

if [[ $db == postgres || $db == template[01] ]]; then
    err "$db belongs to the server"
    exit 1
fi

clients=$(psql -At -d "$db" -c "SELECT count(*) FROM pg_stat_activity WHERE datname = '$db' AND pid <> pg_backend_pid()")
if [ "$clients" = 0 ]; then
    echo "dropping $db on $PGHOST"
    dropdb "$db"
else
    err "${clients:-an unknown number of} clients are connected to $db"
    exit 1
fi
