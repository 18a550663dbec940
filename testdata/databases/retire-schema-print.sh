#!/bin/bash
# retire-schema DB: drops a schema that no connection uses any more.

DB=$1
[ -n "$DB" ] || { echo "usage: ${0##*/} DB" >&2; exit 64; }

query() {
    mysql -N -B -e "$1"
}

connections=$(query "SELECT COUNT(*) FROM information_schema.processlist WHERE db = '$DB'") || {
    echo "the server does not answer" >&2
    exit 1
}

if [ "$connections" -eq 0 ]; then
    echo "no connections, dropping $DB"
else
    echo "$connections connections use $DB" >&2
fi

mysql -e "DROP DATABASE \`$DB\`"
