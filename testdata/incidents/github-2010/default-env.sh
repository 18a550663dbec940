#!/bin/bash
# ci-database: gives the test suite a clean database before every run.
# APP_ENV says which one.
set -u

APP_ENV=${APP_ENV:-production}
DB=shop_$APP_ENV
SCHEMA=schema.sql

say() {
    echo "ci-database: $*" >&2
}

die() {
    say "$*"
    exit 1
}

[ -r "$SCHEMA" ] || die "no $SCHEMA here"

say "creating $DB anew"
mysqladmin --force drop "$DB" || say "there was no $DB"
mysqladmin create "$DB" || die "cannot create $DB"
mysql "$DB" <"$SCHEMA" || die "cannot load $SCHEMA"

say "running the tests"
exec rake test
